using System.Text;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>One notebook as a page.</summary>
internal sealed class NotebookHtml
{
    private readonly BookOptions _options;
    private readonly MarkdownHtml _markdown;
    private readonly OutputHtml _outputs;

    public NotebookHtml(BookOptions options, LocalLinks links)
    {
        _options = options;
        _markdown = new MarkdownHtml(links);
        _outputs = new OutputHtml(options.PlotlyScript is not null, _markdown);
    }

    public string Of(BookPage page, BookPage? previous, BookPage? next)
    {
        var main = new StringBuilder();
        if (page.Run?.FailedCell is { } failed)
            main.Append($"<p class=\"banner\"><a href=\"#cell-{failed}\">Cell {failed}</a> failed. The cells after it were not run.</p>\n");
        foreach (var cell in page.Notebook.Cells) main.Append(Cell(cell));
        var steps = Steps(previous, next);
        return Html.Page(
            $"{page.Title} · {_options.Title}",
            $"<a href=\"index.html\">{Html.Text(_options.Title)}</a>{steps}",
            main.ToString(),
            $"{steps}\n{ProvenanceHtml.Of(Provenance.Of(page.Notebook.Metadata))}",
            _options.PlotlyScript is null ? [] : ["plotly.js", "book.js"]);
    }

    private string Cell(Cell cell) => cell.Kind switch
    {
        CellKind.Markdown => $"<section class=\"prose\">\n{_markdown.Of(cell.Source, cell.Attachments)}</section>\n",
        CellKind.Code when cell.Source.Length > 0 || cell.Outputs.Count > 0 => $"""
            <section class="cell" id="cell-{cell.Number}">
            <a class="count" href="#cell-{cell.Number}" title="cell {cell.Number}">{cell.Number}</a>
            {CodeHtml.Of(cell.Source, "csharp")}
            {string.Join('\n', cell.Outputs.Select(_outputs.Of))}
            </section>

            """,
        _ => "",
    };

    private static string Steps(BookPage? previous, BookPage? next) =>
        $"<nav>{Step(previous, "prev", "← ", "")}{Step(next, "next", "", " →")}</nav>";

    private static string Step(BookPage? page, string relation, string before, string after) =>
        page is null ? "<span></span>" : $"<a rel=\"{relation}\" href=\"{Uri.EscapeDataString(page.File)}\">{before}{Html.Text(page.Title)}{after}</a>";
}
