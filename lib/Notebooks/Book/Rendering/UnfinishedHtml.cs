namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>What stands in the place of a page that took too long.</summary>
internal static class UnfinishedHtml
{
    public static string Of(BookOptions options, BookPage page, TimeSpan limit) => Html.Page(
        $"{page.Name} · {options.Title}",
        $"<a href=\"index.html\">{Html.Text(options.Title)}</a>",
        $"<p class=\"banner\">This page was not finished in {limit.TotalSeconds:0.###} s and is left out. The executed notebook {Html.Text(page.Name)} has what its cells showed.</p>",
        ProvenanceHtml.Of(Provenance.Of(page.Notebook.Metadata)));
}
