using System.Globalization;
using System.Text;
using CowNotebooks.Sizing;

namespace CowNotebooks.Worker;

/// <summary>Page numbers as a parent answers them: "7f00a+12,7f0ff+1": first page in hexadecimal, how many in decimal.</summary>
internal static class PageText
{
    public static string Of(PageSet pages)
    {
        var text = new StringBuilder();
        nuint first = 0, count = 0;
        foreach (var page in pages)
        {
            if (count > 0 && page == first + count)
            {
                count++;
                continue;
            }

            Append(text, first, count);
            (first, count) = (page, 1);
        }

        Append(text, first, count);
        return text.ToString();
    }

    private static void Append(StringBuilder text, nuint first, nuint count)
    {
        if (count == 0) return;
        if (text.Length > 0) text.Append(',');
        text.Append(CultureInfo.InvariantCulture, $"{first:x}+{count}");
    }
}
