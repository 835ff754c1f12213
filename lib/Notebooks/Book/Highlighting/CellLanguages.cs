using System.Text.RegularExpressions;

namespace CowNotebooks.Notebooks.Book.Highlighting;

/// <summary>Which parts of a notebook's cells are in which language: <c>#!html</c> begins a part, and so does the kernel's name in the cell's metadata.</summary>
/// <param name="languageOf">The language of a kernel that is not named by its language, from its name and the cells before; null when it is not known.</param>
internal sealed partial class CellLanguages(Func<string, IReadOnlyList<string>, string?>? languageOf)
{
    // The kernels of .NET Interactive and Polyglot Notebooks that are named by their language. Another word after #! is a command, and what follows it stays what it was.
    private static readonly string[] Kernels =
    [
        "csharp", "c#", "fsharp", "f#", "html", "javascript", "js", "markdown", "md", "mermaid", "sql", "kql", "pwsh", "powershell", "python", "ruby", "perl", "php", "r", "bash", "http",
    ];

    private readonly List<string> _earlier = [];

    /// <summary>The parts of the next cell of the notebook.</summary>
    public IReadOnlyList<CodePart> Parts(Cell cell)
    {
        var language = (cell.Language is { } kernel ? Of(kernel) : null) ?? "csharp";
        var parts = new List<CodePart>();
        var lines = new List<string>();
        foreach (var line in cell.Source.Split('\n'))
        {
            if (Magic().Match(line) is not { Success: true } magic)
            {
                lines.Add(line);
                continue;
            }
            Flush();
            parts.Add(new(line, null, true));
            language = Of(magic.Groups[1].Value) ?? language;
        }
        Flush();
        _earlier.Add(cell.Source);
        return parts;

        void Flush()
        {
            if (lines.Count > 0) parts.Add(new(string.Join('\n', lines), language));
            lines.Clear();
        }
    }

    private string? Of(string kernel) => Kernels.Contains(kernel, StringComparer.OrdinalIgnoreCase) ? kernel : languageOf?.Invoke(kernel, _earlier);

    [GeneratedRegex(@"^#!([A-Za-z][\w#.-]*)")]
    private static partial Regex Magic();
}
