using CowNotebooks.Notebooks.Book.Rendering;

namespace CowNotebooks.Notebooks.Book;

/// <summary>An executed notebook that becomes a page.</summary>
/// <param name="Name">The file name without extension: the page is <c>Name.html</c>.</param>
/// <param name="Notebook">The executed notebook.</param>
/// <param name="Folder">The folder of its source, to which its links to pictures and files are relative.</param>
public sealed record BookPage(string Name, Notebook Notebook, string Folder)
{
    /// <summary>The first heading, or the name when there is none.</summary>
    public string Title => Prose.Select(MarkdownHtml.FirstHeading).FirstOrDefault(heading => heading is not null) ?? Name;

    /// <summary>The first paragraph of the first markdown cell, or null.</summary>
    public string? Summary => Prose.FirstOrDefault() is { } first ? MarkdownHtml.FirstParagraph(first) : null;

    internal string File => $"{Name}.html";

    internal RunRecord? Run => RunRecord.Of(Notebook.Metadata);

    /// <summary>The page with its name alone.</summary>
    internal BookPage WithoutCells() => this with { Notebook = Notebook.With(json => json["cells"] = new System.Text.Json.Nodes.JsonArray()) };

    private IEnumerable<string> Prose => Notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown).Select(cell => cell.Source);
}
