using CowNotebooks.Notebooks.Book.Terminal;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>The book's first page: what every notebook claims and is for, what it found when it was run here, and how the run went.</summary>
internal static class IndexHtml
{
    /// <param name="options">The settings of the book.</param>
    /// <param name="pages">The pages in their order.</param>
    /// <param name="latest">Where the last of them was run, or null.</param>
    public static string Of(BookOptions options, IReadOnlyList<PageEntry> pages, Provenance? latest) => Html.Page(new(
        options.Title,
        options.Title,
        Main: $"""
            <h1>{Html.Text(options.Title)}</h1>
            {ProvenanceHtml.Of(latest)}
            <div class="progress" hidden></div>
            <ol class="contents">
            {string.Concat(pages.Select(Entry))}</ol>
            """,
        First: pages.Count > 0 ? pages[0] : null));

    private static string Entry(PageEntry page) => $"""
        <li>{ContentsHtml.Link(page, "")}
        {(page.Goal is { } goal ? $"<p>{Html.Text(goal)}</p>\n" : "")}{Findings(page.Findings)}<p class="outcome">{Outcome(page)}</p></li>

        """;

    private static string Findings(IReadOnlyList<string> findings) =>
        findings.Count == 0 ? "" : $"<p class=\"findings\"><span>Measured here:</span> {string.Join("<br>", findings.Select(TerminalHtml.Of))}</p>\n";

    private static string Outcome(PageEntry page)
    {
        var run = page.Run switch
        {
            null => "not executed",
            { FailedCell: { } failed } => $"<strong>failed at <a href=\"{page.Url}#cell-{failed}\">cell {failed}</a></strong>",
            { Seconds: var seconds } => Invariant($"ran in {seconds:0.0} s"),
        };
        return page.Duration is null ? run : $"takes {Html.Text(page.Duration)} · {run}";
    }
}
