namespace CowNotebooks.Procfs.Pages;

/// <summary>The properties of a page-table entry that a page map keeps. None of them: the page was never touched, or has been released.</summary>
[Flags]
public enum PageTraits
{
    /// <summary>Neither in RAM nor on swap.</summary>
    None = 0,

    /// <summary>In RAM and mapped (bit 63 of pagemap, since Linux 2.6.25).</summary>
    Present = 1,

    /// <summary>On swap (bit 62, since Linux 2.6.25).</summary>
    Swapped = 2,

    /// <summary>A page of a file or of shared anonymous memory; clear for anonymous memory, including private copies (bit 61, since Linux 3.5).</summary>
    FileOrShared = 4,

    /// <summary>Mapped exactly once: no other process maps it (bit 56, since Linux 4.2).</summary>
    Exclusive = 8,

    /// <summary>The kernel's zero page, mapped for anonymous memory that was only read (PAGEMAP_SCAN, since Linux 6.7).</summary>
    Zero = 16,
}

/// <summary>Questions about the properties of a page.</summary>
public static class PageTraitsExtensions
{
    /// <summary>True for an anonymous page in RAM that is not the zero page: only these are copied on write.</summary>
    public static bool IsAnonymous(this PageTraits traits) => (traits & (PageTraits.Present | PageTraits.FileOrShared | PageTraits.Zero)) == PageTraits.Present;
}
