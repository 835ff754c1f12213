using System.Text;
using CowNotebooks.Show.Drawing.Pictures;

namespace CowNotebooks.Show.Drawing;

/// <summary>
/// How much room text takes in SVG, without asking a font: nobody knows which one a reader's machine has. The widths are those of DejaVu, the widest of the usual
/// fonts, so that what fits here fits everywhere.
/// </summary>
internal static class Letters
{
    /// <summary>The fonts of addresses and code, and of all else.</summary>
    public const string Mono = "ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace", Sans = "system-ui,'DejaVu Sans',sans-serif";

    private const double MonoWidth = 0.602;

    /// <summary>The width of a line, in the units of its size.</summary>
    public static double Width(string text, double size) => size * text.Sum(WidthOf);

    /// <summary>The width of a line that looks so.</summary>
    public static double Width(string text, Style style) => style.IsMono ? text.Length * MonoWidth * style.Size : Width(text, style.Size) * (style.IsBold ? 1.08 : 1);

    /// <summary>The text in lines no wider than that, one at least; broken at spaces, and a word that is wider anywhere.</summary>
    public static IReadOnlyList<string> Lines(string text, double size, double width) => Lines(text, width, line => Width(line, size));

    /// <summary>The same of text that looks so.</summary>
    public static IReadOnlyList<string> Lines(string text, double width, Style style) => Lines(text, width, line => Width(line, style));

    /// <summary>The text, with an ellipsis in place of what does not fit.</summary>
    public static string Fit(string text, double width, Style style)
    {
        if (Width(text, style) <= width) return text;
        var length = text.Length;
        while (length > 0 && Width($"{text[..length]}…", style) > width) length--;
        return $"{text[..length].TrimEnd()}…";
    }

    /// <summary>The text as XML can hold it, which knows no control characters and no halves of pairs; a name may have any.</summary>
    public static string Printable(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => (Rune.IsControl(rune) && rune.Value != '\n') || rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString()));

    private static List<string> Lines(string text, double width, Func<string, double> widthOf)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, width, widthOf)))
        {
            if (line.Length > 0 && widthOf($"{line} {word}") > width)
            {
                lines.Add(line);
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        return [.. lines, line];
    }

    private static IEnumerable<string> Pieces(string word, double width, Func<string, double> widthOf)
    {
        while (widthOf(word) > width && word.Length > 1)
        {
            var length = word.Length;
            while (length > 1 && widthOf(word[..length]) > width) length--;
            yield return word[..length];
            word = word[length..];
        }

        yield return word;
    }

    private static double WidthOf(char letter) => letter switch
    {
        'i' or 'j' or 'l' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or ' ' => 0.34,
        'f' or 't' or 'r' or 'I' or '(' or ')' or '[' or ']' or '/' or '-' => 0.42,
        'm' or 'w' or 'M' or 'W' or '@' or '%' or '=' or '+' or '…' or '—' or '→' or '←' => 1.0,
        >= 'A' and <= 'Z' => 0.76,
        // Chinese, Japanese, Korean, emoji: as wide as high.
        >= '\u2E80' => 1.0,
        _ => 0.64,
    };
}
