namespace CowNotebooks.Procfs.Pages;

/// <summary>The change of a page between two page maps of one process.</summary>
public enum PageChange
{
    /// <summary>None that the page map shows. (A write to a page that was already exclusive is invisible.)</summary>
    None,

    /// <summary>A private copy was made of a page that was shared, or of a page of a file.</summary>
    Copied,

    /// <summary>
    /// It became exclusive without a copy, since the process that shared it made its own copy or released it. The next write takes a fault and reuses it.
    /// </summary>
    Reused,

    /// <summary>Anonymous memory touched for the first time, or written where the zero page was mapped: zeroed, not copied.</summary>
    New,

    /// <summary>Anonymous memory only read: the zero page is mapped.</summary>
    Zero,

    /// <summary>It was released.</summary>
    Dropped,

    /// <summary>It went to swap or came back from it.</summary>
    Swapped,

    /// <summary>A page of a file (or of shared memory) was mapped, or its mapping became exclusive or shared.</summary>
    File,
}

/// <summary>Neighbouring pages with the same change.</summary>
/// <param name="FirstPage">The first page number: address divided by page size.</param>
/// <param name="Count">How many pages.</param>
/// <param name="Change">The change of each.</param>
/// <param name="UssGrowth">What each of them adds to the process's USS, in pages: 1, 0 or -1.</param>
public readonly record struct PageChangeSpan(ulong FirstPage, uint Count, PageChange Change, sbyte UssGrowth);
