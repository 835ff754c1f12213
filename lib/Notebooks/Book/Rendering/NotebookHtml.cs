using System.Text;
using CowNotebooks.Notebooks.Book.Drawing;
using CowNotebooks.Notebooks.Book.Highlighting;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>One notebook as a page.</summary>
internal sealed class NotebookHtml
{
    private readonly BookOptions _options;
    private readonly BookScripts _scripts;
    private readonly CodeHtml _code;
    private readonly MarkdownHtml _markdown;
    private readonly OutputHtml _outputs;

    public NotebookHtml(BookOptions options, BookScripts scripts, CodeHtml code, LocalLinks links)
    {
        _options = options;
        _scripts = scripts;
        _code = code;
        var offline = new OfflineHtml(links);
        _markdown = new MarkdownHtml(offline, code);
        _outputs = new OutputHtml(options, offline, _markdown, code);
    }

    /// <summary>The page, with steps to those before and after it.</summary>
    /// <exception cref="NotebookException">A script that the page needs cannot be copied into the book.</exception>
    public string Of(BookPage page, BookPage? previous, BookPage? next)
    {
        var text = new StringBuilder();
        if (page.Run?.FailedCell is { } failed)
            text.Append($"<p class=\"banner\"><a href=\"#cell-{failed}\">Cell {failed}</a> failed. The cells after it were not run.</p>\n");
        var languages = new CellLanguages(_options.LanguageOf);
        foreach (var cell in page.Notebook.Cells) text.Append(Cell(cell, languages));
        var (main, steps) = (text.ToString(), Steps(previous, next));
        return Html.Page(
            $"{page.Title} · {_options.Title}",
            $"<a href=\"index.html\">{Html.Text(_options.Title)}</a>{steps}",
            main,
            $"{steps}\n{ProvenanceHtml.Of(Provenance.Of(page.Notebook.Metadata))}",
            _scripts.For(main));
    }

    private string Cell(Cell cell, CellLanguages languages) => cell.Kind switch
    {
        CellKind.Markdown => $"<section class=\"prose\">\n{_markdown.Of(cell.Source, cell.Attachments)}</section>\n",
        CellKind.Code when cell.Source.Length > 0 || cell.Outputs.Count > 0 => $"""
            <section class="cell" id="cell-{cell.Number}">
            <a class="count" href="#cell-{cell.Number}" title="cell {cell.Number}">{cell.Number}</a>
            {_code.Of(languages.Parts(cell))}
            {_outputs.Of(cell.Outputs)}
            </section>

            """,
        _ => "",
    };

    private static string Steps(BookPage? previous, BookPage? next) =>
        $"<nav>{Step(previous, "prev", "← ", "")}{Step(next, "next", "", " →")}</nav>";

    private static string Step(BookPage? page, string relation, string before, string after) =>
        page is null ? "<span></span>" : $"<a rel=\"{relation}\" href=\"{Uri.EscapeDataString(page.File)}\">{before}{Html.Text(page.Title)}{after}</a>";
}
