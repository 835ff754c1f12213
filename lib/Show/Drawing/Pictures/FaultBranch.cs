using CowNotebooks.Lab.Faults;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Show.Drawing.Pictures;

/// <summary>A way that a fault may take after handle_pte_fault.</summary>
/// <param name="When">What the kernel finds.</param>
/// <param name="Functions">The functions it calls.</param>
/// <param name="Result">What the process gets.</param>
/// <param name="Cause">What the trace calls it; null for one that a trace has not.</param>
internal sealed record FaultBranch(string When, string Functions, string Result, FaultCause? Cause)
{
    public static FaultBranch Invalid { get; } = new("no mapping at that address, or it forbids the access", "bad_area → force_sig_fault", "SIGSEGV ends the process", null);

    public static FaultBranch Zero { get; } = new("no page yet, anonymous, read", "do_anonymous_page", "the zero page, read-only", FaultCause.Zero);

    public static FaultBranch New { get; } = new("no page yet, anonymous, write", "do_anonymous_page → alloc_anon_folio", "a new page, full of zeros", FaultCause.New);

    public static FaultBranch File { get; } = new("no page yet, of a file, read", "do_read_fault → filemap_map_pages", "the page cache's page, with neighbours", FaultCause.File);

    public static FaultBranch FileCopy { get; } = new("no page yet, of a private file, write", "do_cow_fault", "a copy of the file's page", FaultCause.Copy);

    public static FaultBranch Swap { get; } = new("on swap", "do_swap_page", "the page, read from swap", FaultCause.Swap);

    public static FaultBranch Reuse { get; } = new("written, mapped read-only; nobody else has it", "do_wp_page → wp_page_reuse", "the same page, now writable: no copy", FaultCause.Reuse);

    public static FaultBranch Copy { get; } = new("written, mapped read-only; others have it", "do_wp_page → wp_page_copy", "a copy: copy-on-write", FaultCause.Copy);

    /// <summary>All of them, from the first decision of the kernel to the last.</summary>
    public static IReadOnlyList<FaultBranch> All { get; } = [Invalid, Zero, New, File, FileCopy, Swap, Reuse, Copy];

    /// <summary>The way that a fault took, by what it did and what it found.</summary>
    public static FaultBranch Of(FaultCause cause, PageTraits found) => (cause, found) switch
    {
        (FaultCause.Copy, PageTraits.None) => FileCopy,
        (FaultCause.Copy, _) => Copy,
        // The zero page is a page that others have: its copy is full of zeros.
        (FaultCause.New, not PageTraits.None) => Copy,
        _ => All.First(branch => branch.Cause == cause),
    };
}
