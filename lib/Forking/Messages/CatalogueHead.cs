namespace CowNotebooks.Forking.Messages;

/// <summary>The head of a file of a catalogue: line comments of its language, some of which say "key: value" (lib/Parents/PROTOCOL.md).</summary>
public static class CatalogueHead
{
    /// <summary>What the lines at the head say, in their order.</summary>
    /// <param name="lines">All lines of the file.</param>
    public static IEnumerable<(string Key, string Value)> Read(IEnumerable<string> lines) =>
        from line in lines.TakeWhile(IsComment)
        let parts = line.TrimStart('#', '/', ';', '-', '%', ' ').Split(": ", 2)
        where parts.Length == 2 && parts[0].Length > 0 && parts[0].All(letter => char.IsAsciiLetterLower(letter) || letter == ' ')
        select (parts[0], parts[1].Trim());

    // A script may begin with #!; the line comments of every language here begin with one of these.
    private static bool IsComment(string line) => line.Length > 0 && line[0] is '#' or '/' or ';' or '-' or '%';
}
