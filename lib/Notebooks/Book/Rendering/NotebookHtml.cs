using System.Text;
using CowNotebooks.Notebooks.Book.Drawing;
using CowNotebooks.Notebooks.Book.Highlighting;
using CowNotebooks.Notebooks.Book.Searching;

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

    /// <summary>The page.</summary>
    /// <exception cref="NotebookException">A script that the page needs cannot be copied into the book.</exception>
    public PageText Of(BookPage page, PagePlace place)
    {
        var text = new StringBuilder();
        if (place.Entry.Run?.FailedCell is { } failed)
            text.Append($"<p class=\"banner\"><a href=\"#cell-{failed}\">Cell {failed}</a> failed. The cells after it were not run.</p>\n");
        var languages = new CellLanguages(_options.LanguageOf);
        foreach (var cell in page.Notebook.Cells) text.Append(Cell(cell, languages));
        var main = text.ToString();
        var sections = PageSection.Of(main);
        var notebook = place.Entry.Notebook is { } file ? $"<p class=\"provenance\"><a href=\"{Uri.EscapeDataString(file)}\" download>The executed notebook</a></p>" : "";
        var html = Html.Page(new(
            _options.Title,
            $"{place.Entry.Title} · {_options.Title}",
            main,
            ProvenanceHtml.Of(Provenance.Of(page.Notebook.Metadata)) + notebook,
            place,
            ContentsHtml.Of(place, sections),
            Files: _scripts.For(main)));
        return new PageText(html, sections);
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
}

/// <summary>A page, and its text for the search.</summary>
internal sealed record PageText(string Html, IReadOnlyList<PageSection> Sections);
