namespace CowNotebooks.Notebooks;

/// <summary>One cell of a .dib file: the lines after one such as <c>#!csharp</c>.</summary>
/// <param name="Language">The word after <c>#!</c>: <c>csharp</c>, <c>markdown</c>, <c>meta</c>, …</param>
/// <param name="Line">The line of the file, from 1, where the source begins.</param>
/// <param name="Source">The lines up to the next cell.</param>
public sealed record DibCell(string Language, int Line, string Source);

/// <summary>
/// Reads .dib files: plain text in which a line <c>#!language</c> begins a cell. Lines before the first are C#.
/// <c>#!import</c> and <c>#!time</c> stay within their cell: they are commands, not languages.
/// </summary>
public static class Dib
{
    private static readonly HashSet<string> Languages = ["csharp", "markdown", "meta"];
    private static readonly HashSet<string> Commands = ["import", "time"];

    /// <summary>The cells of a .dib text, without empty cells of C#, markdown and meta.</summary>
    /// <param name="text">The text of the file.</param>
    public static IReadOnlyList<DibCell> Parse(string text)
    {
        var cells = new List<DibCell>();
        var (language, start, source) = ("csharp", 1, new List<string>());
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (LanguageOf(lines[index]) is not { } next)
            {
                source.Add(lines[index]);
                continue;
            }
            Add();
            (language, start, source) = (next, index + 2, []);
        }
        Add();
        return cells;

        void Add()
        {
            // A cell of an unknown language is kept even when empty, so that it is refused rather than ignored.
            if (source.Any(line => !string.IsNullOrWhiteSpace(line)) || !Languages.Contains(language)) cells.Add(new DibCell(language, start, string.Join('\n', source)));
        }
    }

    private static string? LanguageOf(string line)
    {
        if (!line.StartsWith("#!", StringComparison.Ordinal)) return null;
        var word = line[2..].Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? first : "";
        return Commands.Contains(word) ? null : word is "c#" or "C#" ? "csharp" : word is "md" ? "markdown" : word;
    }
}
