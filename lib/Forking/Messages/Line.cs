using System.Text;

namespace CowNotebooks.Forking.Messages;

/// <summary>
/// A line of the protocol (lib/Parents/PROTOCOL.md): words parted by tabs. Inside of a word a tab, newline, carriage return and backslash are written
/// <c>\t</c>, <c>\n</c>, <c>\r</c> and <c>\\</c>.
/// </summary>
public static class Line
{
    /// <summary>The words as one line, with the newline that ends it.</summary>
    public static string Write(IEnumerable<string> words) => string.Join('\t', words.Select(Escape)) + "\n";

    /// <summary>The words of a line that has lost its newline.</summary>
    public static string[] Read(string line) => [.. line.Split('\t').Select(Unescape)];

    private static string Escape(string word) => word.AsSpan().IndexOfAny("\\\t\n\r") < 0
        ? word
        : word.Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\n", "\\n").Replace("\r", "\\r");

    private static string Unescape(string word)
    {
        if (!word.Contains('\\')) return word;
        var text = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] != '\\' || i + 1 == word.Length) text.Append(word[i]);
            else text.Append(word[++i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', var other => other });
        }

        return text.ToString();
    }
}
