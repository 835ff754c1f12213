namespace CowNotebooks.Procfs.Pages;

/// <summary>Neighbouring pages of one mapping with equal traits.</summary>
/// <param name="FirstPage">The first page number: address divided by page size.</param>
/// <param name="Count">How many pages.</param>
/// <param name="Traits">The traits of each.</param>
public readonly record struct PageSpan(ulong FirstPage, uint Count, PageTraits Traits)
{
    /// <summary>The first page number after the span.</summary>
    public ulong EndPage => FirstPage + Count;
}
