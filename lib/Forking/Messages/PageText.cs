using System.Globalization;
using System.Text;

namespace CowNotebooks.Forking.Messages;

/// <summary>Page numbers as text: "7f00a+12,7f0ff+1" is the first page in hexadecimal and how many in decimal, ascending.</summary>
public static class PageText
{
    /// <summary>Writes ascending page numbers.</summary>
    public static string Write(IEnumerable<nuint> pages)
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

            Append();
            (first, count) = (page, 1);
        }

        Append();
        return text.ToString();

        void Append()
        {
            if (count == 0) return;
            if (text.Length > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{(ulong)first:x}+{(ulong)count}");
        }
    }

    /// <summary>Reads the text: first page and how many.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static IEnumerable<(ulong First, ulong Count)> Read(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(range =>
    {
        var parts = range.Split('+');
        if (parts.Length != 2) throw new FormatException($"'{range}' is no range of pages.");
        return (ulong.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture));
    });
}
