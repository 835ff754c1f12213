namespace CowNotebooks.Procfs.Pages;

/// <summary>Neighbouring pages of one mapping with equal traits.</summary>
/// <param name="FirstPage">The first page number: address divided by page size.</param>
/// <param name="Count">How many pages.</param>
/// <param name="Traits">The traits of each.</param>
public readonly record struct PageSpan(ulong FirstPage, uint Count, PageTraits Traits) : IPageSpan<PageSpan>
{
    /// <summary>The first page number after the span.</summary>
    public ulong EndPage => FirstPage + Count;

    bool IPageSpan<PageSpan>.IsLike(PageSpan other) => Traits == other.Traits;

    PageSpan IPageSpan<PageSpan>.WithCount(uint count) => this with { Count = count };
}
