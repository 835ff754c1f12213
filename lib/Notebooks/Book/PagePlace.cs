namespace CowNotebooks.Notebooks.Book;

/// <summary>Where a page stands in its book.</summary>
/// <param name="Pages">All pages, in their order.</param>
/// <param name="At">The index of this one.</param>
internal sealed record PagePlace(IReadOnlyList<PageEntry> Pages, int At)
{
    public PageEntry Entry => Pages[At];

    public PageEntry? Previous => At > 0 ? Pages[At - 1] : null;

    public PageEntry? Next => At + 1 < Pages.Count ? Pages[At + 1] : null;
}
