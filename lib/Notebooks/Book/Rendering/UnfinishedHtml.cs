namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>What stands in the place of a page that took too long.</summary>
internal static class UnfinishedHtml
{
    public static string Of(BookOptions options, BookPage page, PagePlace place, TimeSpan limit) => Html.Page(new(
        options.Title,
        $"{page.Name} · {options.Title}",
        Invariant($"<h1>{Html.Text(place.Entry.Title)}</h1>\n<p class=\"banner\">This page was not finished in {limit.TotalSeconds:0.###} s and is left out. The executed notebook {Html.Text(page.Name)} has what its cells showed.</p>"),
        ProvenanceHtml.Of(Provenance.Of(page.Notebook.Metadata)),
        place,
        ContentsHtml.Of(place, [])));
}
