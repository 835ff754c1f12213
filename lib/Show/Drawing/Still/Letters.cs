namespace CowNotebooks.Show.Drawing.Still;

/// <summary>
/// How much room text takes. Which font a viewer has is not known: these are the widths of DejaVu Sans, the widest usual one, so that nothing overlaps in another.
/// </summary>
internal static class Letters
{
    /// <summary>The width of a line, in pixels.</summary>
    public static double Width(string text, double size) => size * text.Sum(Share);

    /// <summary>The text in lines no wider than that; a word that is wider is broken.</summary>
    public static IReadOnlyList<string> Lines(string text, double size, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ').SelectMany(word => Pieces(word, size, width)))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer, size) > width)
            {
                lines.Add(line);
                longer = word;
            }

            line = longer;
        }

        lines.Add(line);
        return lines;
    }

    private static IEnumerable<string> Pieces(string word, double size, double width)
    {
        var piece = "";
        foreach (var letter in word)
        {
            if (piece.Length > 0 && Width(piece + letter, size) > width)
            {
                yield return piece;
                piece = "";
            }

            piece += letter;
        }

        yield return piece;
    }

    private static double Share(char letter) => letter switch
    {
        'i' or 'j' or 'l' or '\'' or '|' or '.' or ',' or ':' or ';' or ' ' or 'I' => 0.34,
        'f' or 'r' or 't' or '(' or ')' or '[' or ']' or '-' or '/' => 0.4,
        'm' or 'w' or 'M' or 'W' or '%' or '=' or '+' => 0.95,
        _ when char.IsUpper(letter) => 0.72,
        _ => 0.63,
    };
}
