namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>The book's first page: every notebook with its first paragraph and how it went.</summary>
internal static class IndexHtml
{
    public static string Of(BookOptions options, IReadOnlyList<BookPage> pages)
    {
        var title = Html.Text(options.Title);
        var latest = pages.Select(page => Provenance.Of(page.Notebook.Metadata)).OfType<Provenance>().MaxBy(provenance => provenance.Date);
        var main = $"<h1>{title}</h1>\n<ol class=\"contents\">\n{string.Concat(pages.Select(Entry))}</ol>";
        return Html.Page(options.Title, $"<span>{title}</span>", main, ProvenanceHtml.Of(latest));
    }

    private static string Entry(BookPage page) => $"""
        <li><a href="{Uri.EscapeDataString(page.File)}">{Html.Text(page.Title)}</a>
        {(page.Summary is { } summary ? $"<p>{Html.Text(summary)}</p>" : "")}
        <p class="outcome">{Outcome(page)}</p></li>

        """;

    private static string Outcome(BookPage page) => page.Run switch
    {
        null => "not executed",
        { FailedCell: { } failed } => $"<strong>failed at <a href=\"{Uri.EscapeDataString(page.File)}#cell-{failed}\">cell {failed}</a></strong>",
        { Seconds: var seconds } => $"{seconds:0.0} s",
    };
}
