namespace CowNotebooks.Show.Drawing.Pictures;

/// <summary>
/// How wide text is, without asking a font: nobody knows which one a reader's machine has. The widths are those of DejaVu, the widest of the usual fonts, so that what
/// fits here fits everywhere.
/// </summary>
internal static class Letters
{
    /// <summary>The fonts of addresses and code, and of all else.</summary>
    public const string Mono = "ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace", Sans = "system-ui,'DejaVu Sans',sans-serif";

    private const double MonoWidth = 0.602;

    /// <summary>The width of a text, in the units of its size.</summary>
    public static double Width(string text, Style style) => text.Sum(letter => style.IsMono ? MonoWidth : WidthOf(letter)) * style.Size * (style.IsBold && !style.IsMono ? 1.08 : 1);

    /// <summary>The text in lines that fit, broken at spaces; a word that is too long is broken anywhere.</summary>
    public static IReadOnlyList<string> Lines(string text, double width, Style style)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, width, style)))
        {
            if (line.Length > 0 && Width($"{line} {word}", style) > width)
            {
                lines.Add(line);
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        return line.Length > 0 ? [.. lines, line] : lines;
    }

    /// <summary>The text, with an ellipsis in place of what does not fit.</summary>
    public static string Fit(string text, double width, Style style)
    {
        if (Width(text, style) <= width) return text;
        var length = text.Length;
        while (length > 0 && Width($"{text[..length]}…", style) > width) length--;
        return $"{text[..length].TrimEnd()}…";
    }

    private static IEnumerable<string> Pieces(string word, double width, Style style)
    {
        while (Width(word, style) > width && word.Length > 1)
        {
            var length = word.Length;
            while (length > 1 && Width(word[..length], style) > width) length--;
            yield return word[..length];
            word = word[length..];
        }

        yield return word;
    }

    private static double WidthOf(char letter) => letter switch
    {
        'i' or 'j' or 'l' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or ' ' => 0.34,
        'f' or 't' or 'r' or 'I' or '(' or ')' or '[' or ']' or '/' or '-' => 0.42,
        'm' or 'w' or 'M' or 'W' or '@' or '%' or '…' or '—' or '→' or '←' => 1.0,
        >= 'A' and <= 'Z' => 0.76,
        // Chinese, Japanese, Korean, emoji: as wide as high.
        >= '\u2E80' => 1.0,
        _ => 0.64,
    };
}

/// <summary>How text looks.</summary>
/// <param name="Size">Its height in units of the picture, 400 of which are its width: on a telephone a unit is somewhat less than a pixel.</param>
/// <param name="IsMono">For addresses and code.</param>
/// <param name="IsBold">For what matters.</param>
/// <param name="Colour">Its colour; null for that of the text around the picture.</param>
/// <param name="Opacity">Below 1 for what matters less.</param>
internal sealed record Style(double Size = 12.5, bool IsMono = false, bool IsBold = false, string? Colour = null, double Opacity = 1)
{
    public static Style Plain { get; } = new();

    public static Style Heading { get; } = new(14, IsBold: true);

    public static Style Small { get; } = new(11.5, Opacity: 0.8);

    public static Style Code { get; } = new(12, IsMono: true);

    /// <summary>The distance from one line to the next.</summary>
    public double LineHeight => Math.Round(Size * 1.35, 1);

    /// <summary>In a box with a colour of its own, where the text has to be dark in both themes.</summary>
    public Style OnColour => this with { Colour = Palette.OnColour, Opacity = 1 };
}
