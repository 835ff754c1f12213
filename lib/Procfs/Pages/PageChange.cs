namespace CowNotebooks.Procfs.Pages;

/// <summary>What became of a page between two page maps of one process.</summary>
public enum PageChange
{
    /// <summary>Nothing that the page map shows. (A write into a page that was the process's alone shows nothing.)</summary>
    None,

    /// <summary>A private copy was made of a page that was shared, or of a page of a file.</summary>
    Copied,

    /// <summary>
    /// It became the process's alone without a copy, as whoever shared it copied it away or let it go. The next write takes a fault and reuses it.
    /// </summary>
    Reused,

    /// <summary>Anonymous memory touched for the first time, or written where the zero page stood in: zeroed, not copied.</summary>
    New,

    /// <summary>Anonymous memory only read: the zero page stands in.</summary>
    Zero,

    /// <summary>It was given back.</summary>
    Dropped,

    /// <summary>It went to swap or came back from it.</summary>
    Swapped,

    /// <summary>A page of a file (or of shared memory) was mapped, or came to be mapped by this process alone or by others too.</summary>
    File,
}

/// <summary>Neighbouring pages to which the same happened.</summary>
/// <param name="FirstPage">The first page number: address divided by page size.</param>
/// <param name="Count">How many pages.</param>
/// <param name="Change">What happened to each.</param>
/// <param name="UssGrowth">What each of them adds to the process's USS, in pages: 1, 0 or -1.</param>
public readonly record struct PageChangeSpan(ulong FirstPage, uint Count, PageChange Change, sbyte UssGrowth) : IPageSpan<PageChangeSpan>
{
    bool IPageSpan<PageChangeSpan>.IsLike(PageChangeSpan other) => Change == other.Change && UssGrowth == other.UssGrowth;

    PageChangeSpan IPageSpan<PageChangeSpan>.WithCount(uint count) => this with { Count = count };
}
