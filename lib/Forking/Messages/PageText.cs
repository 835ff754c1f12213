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

    // An address has 64 bits, and no page is smaller than 4 kB. Whoever asks for each nth page of a heap gets a range for each: 128 GB are enough.
    private const ulong LastPage = 1UL << 52, MostPages = 1UL << 25;

    /// <summary>Reads the text: first page and how many.</summary>
    /// <exception cref="FormatException">It is no such text, or a page comes a second time.</exception>
    public static IEnumerable<(ulong First, ulong Count)> Read(string text)
    {
        ulong end = 0, pages = 0;
        foreach (var range in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (range.Split('+') is not [var start, var length]
                || !ulong.TryParse(start, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first)
                || !ulong.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                || count > MostPages - pages || first > LastPage - count) throw new FormatException($"'{range}' is no range of pages.");
            if (first < end) throw new FormatException($"'{range}' does not come after the pages before it.");
            end = first + count;
            pages += count;
            yield return (first, count);
        }
    }
}
