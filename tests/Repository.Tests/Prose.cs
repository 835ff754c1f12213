using System.Text.RegularExpressions;
using CowNotebooks.Notebooks;
using CowNotebooks.Tests;

namespace CowNotebooks.Repository.Tests;

/// <summary>The English of the repository: documents, and the markdown of the notebooks.</summary>
internal static partial class Prose
{
    // A table that a test writes, of what programs said.
    private const string Generated = "tests/Cow.Tests/Faults/FAULTS.md";

    /// <summary>Every file of markdown that people wrote, from the root.</summary>
    public static IReadOnlyList<string> Documents { get; } = [.. Files("*.md").Where(path => path != Generated)];

    /// <summary>Every notebook of the course, from the root.</summary>
    public static IReadOnlyList<string> Notebooks { get; } = [.. Files("*.ipynb").Where(path => path.StartsWith("notebooks/", StringComparison.Ordinal))];

    /// <summary>What a person reads of a document or notebook: no code, no address, no tag, no formula.</summary>
    public static string Of(string path)
    {
        var full = Path.Combine(Source.Root, path);
        var markdown = Path.GetExtension(path) == ".ipynb"
            ? string.Join("\n\n", Notebook.Load(full).Cells.Where(cell => cell.Kind == CellKind.Markdown).Select(cell => cell.Source))
            : File.ReadAllText(full);
        return NotProse().Replace(markdown, " ");
    }

    private static string[] Files(string pattern) =>
    [
        .. Directory.EnumerateFiles(Source.Root, pattern, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Select(path => Path.GetRelativePath(Source.Root, path))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "book" or "TestResults" or ".git" or ".ipynb_checkpoints")).Order(StringComparer.Ordinal),
    ];

    // Code blocks, code, targets of links, tags and comments, entities, addresses, paths, formulas.
    [GeneratedRegex(@"^ *```.*?^ *```|(`+).+?\1|(?<=\])\([^)\n]*\)|<!--.*?-->|</?[a-zA-Z][^>]*>|&\w+;|https?://\S+|\$[^$\n]+\$|[\w.-]*/[\w./-]+|\b[\w-]+\.(?:md|cs|ipynb|csv|dib)\b",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex NotProse();
}
