using CowNotebooks.Notebooks.Book.Searching;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>The book's contents beside a page: where the reader is, and the headings of the page.</summary>
internal static class ContentsHtml
{
    // On a narrow screen they are folded, before anything is painted.
    private const string Fold = """<script>document.querySelector(".course details").open = !matchMedia("(max-width: 70rem)").matches;</script>""";

    public static string Of(PagePlace place, IEnumerable<PageSection> sections)
    {
        var where = $"{place.At + 1} of {place.Pages.Count}";
        return $"""
            <nav class="course" aria-label="Contents">
            <progress max="{place.Pages.Count}" value="{place.At + 1}" aria-label="Page {where}"></progress>
            <details open>
            <summary>Contents <span class="place">{where}</span></summary>
            <ol>
            {string.Join('\n', place.Pages.Select(page => page == place.Entry ? Current(page, sections) : $"<li>{Link(page, "")}</li>"))}
            </ol>
            </details>
            {Fold}
            </nav>
            """;
    }

    /// <summary>A link to a page by its title, which reader.js marks when the reader has been there.</summary>
    public static string Link(PageEntry page, string attributes) =>
        $"<a data-page href=\"{page.Url}\"{attributes}>{(page.Number is null ? "" : $"<span class=\"number\">{page.Number}</span> ")}{Html.Text(page.Title)}</a>";

    private static string Current(PageEntry page, IEnumerable<PageSection> sections)
    {
        var headings = sections.Where(section => section.Level == 2).Select(section => $"<li><a href=\"#{Html.Text(section.Anchor)}\">{Html.Text(section.Heading)}</a></li>").ToList();
        return $"<li>{Link(page, " aria-current=\"page\"")}{(headings.Count == 0 ? "" : $"<ol>{string.Concat(headings)}</ol>")}</li>";
    }
}
