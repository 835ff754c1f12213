using CowNotebooks.Lab;
using CowNotebooks.Notebooks.Book;

namespace CowNotebooks.Cow.Doctor;

/// <summary>What draws formulas and diagrams in the book of <c>cow run</c>.</summary>
internal static class BookFindings
{
    /// <param name="folders">The folders of the notebooks.</param>
    public static IEnumerable<Finding> All(params IEnumerable<string> folders)
    {
        var found = DrawingScripts.Find(folders);
        yield return Of("KaTeX", "formulas", found.Katex, "Debian, Ubuntu: apt-get install libjs-katex; or beside the notebooks: npm install katex");
        yield return Of("mermaid", "diagrams", found.Mermaid, "Beside the notebooks: npm install mermaid");
    }

    private static Finding Of(string name, string drawn, string? path, string remedy) => path is null
        ? new(null, name, $"not found: the book of cow run shows the source of {drawn}. {remedy}")
        : new(true, name, $"{path}: the book of cow run has its {drawn} drawn");
}
