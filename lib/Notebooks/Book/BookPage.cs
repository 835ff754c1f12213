using CowNotebooks.Notebooks.Book.Rendering;
using CowNotebooks.Notebooks.Courses;

namespace CowNotebooks.Notebooks.Book;

/// <summary>An executed notebook that becomes a page.</summary>
/// <param name="Name">The file name without extension: the page is <c>Name.html</c>.</param>
/// <param name="Notebook">The executed notebook.</param>
/// <param name="Folder">The folder of its source, to which its links to pictures and files are relative.</param>
public sealed record BookPage(string Name, Notebook Notebook, string Folder)
{
    private const string SummaryTag = "summary";

    /// <summary>The first heading, or the name when there is none.</summary>
    public string Title => Prose.Select(MarkdownHtml.FirstHeading).FirstOrDefault(heading => heading is not null) ?? Name;

    /// <summary>The first paragraph of the first markdown cell, or null.</summary>
    public string? Summary => Prose.Take(1).SelectMany(MarkdownHtml.Paragraphs).FirstOrDefault();

    /// <summary>How long it takes by its author's word, "about ten seconds"; null when the notebook does not say <c>*Takes about ten seconds.*</c></summary>
    public string? Duration => CoursePage.DurationOf(Notebook);

    /// <summary>What the notebook found, for the index: the first line of text that each cell tagged <c>summary</c> showed, in the cells' order.</summary>
    public IReadOnlyList<string> Findings =>
        [.. Notebook.Cells.Where(cell => cell.Tags.Contains(SummaryTag)).Select(cell => cell.Outputs.Select(OutputText.FirstLine).FirstOrDefault(line => line is not null)).OfType<string>()];

    internal string File => $"{Name}.html";

    /// <summary>The page with its name alone.</summary>
    internal BookPage WithoutCells() => this with { Notebook = Notebook.With(json => json["cells"] = new System.Text.Json.Nodes.JsonArray()) };

    private IEnumerable<string> Prose => Notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown).Select(cell => cell.Source);
}
