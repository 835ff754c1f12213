using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Procfs;

/// <summary>What the page table says of one page: an entry of <c>/proc/PID/pagemap</c>.</summary>
/// <remarks>
/// Documentation/admin-guide/mm/pagemap.rst:
/// <code>
///   63  62  61  60-59  58  57  56  55  54                                   5 4     0
/// +---+---+---+------+---+---+---+---+--------------------------------------+-------+
/// | P | S | F |   0  | G | W | X | D |  page frame number (when present)            |
/// |   |   |   |      |   |   |   |   |  swap offset (when swapped)          | type  |
/// +---+---+---+------+---+---+---+---+--------------------------------------+-------+
///   |   |   |          |   |   |   soft-dirty: written since clear_refs (CONFIG_MEM_SOFT_DIRTY)
///   |   |   |          |   |   exclusively mapped: no other process has it (since Linux 4.2)
///   |   |   |          |   write-protected by userfaultfd (since Linux 5.13)
///   |   |   |          guard region (since Linux 6.15)
///   |   |   page of a file, or shared anonymous (since Linux 3.5)
///   |   swapped
///   present
/// </code>
/// Frame numbers and swap places read as 0 without CAP_SYS_ADMIN (since Linux 4.2); bit 56 needs no capability.
/// With CONFIG_NO_PAGE_MAPCOUNT (since Linux 6.15) bit 56 is true or false for the whole large folio; without it still for a huge page that is mapped as a whole.
/// </remarks>
/// <param name="Raw">The 64 bits as read.</param>
public readonly record struct PagemapEntry(ulong Raw)
{
    internal const ulong FrameMask = (1UL << 55) - 1;

    // A bit that is 0 in the kernel's entries, used here for zero pages, which only PAGEMAP_SCAN shows.
    internal const ulong ZeroPageBit = 1UL << 60;

    internal const ulong PresentBit = 1UL << 63, FileBit = 1UL << 61, ExclusiveBit = 1UL << 56;

    /// <summary>Bit 63: the page is in RAM and mapped.</summary>
    public bool Present => (Raw & PresentBit) != 0;

    /// <summary>Bit 62 without bit 58: the page is out on swap (or, for a moment, under migration). The kernel sets both for a guard region, which holds nothing.</summary>
    public bool Swapped => Bit(62) && !GuardRegion;

    /// <summary>Bit 61: the page belongs to a file or is shared anonymous memory; clear for a private copy.</summary>
    public bool FileOrShared => (Raw & FileBit) != 0;

    /// <summary>The kernel's zero page. No bit of the kernel's: <see cref="ProcPagemap.Read"/> sets it where PAGEMAP_SCAN recognises the page.</summary>
    public bool ZeroPage => (Raw & ZeroPageBit) != 0;

    /// <summary>Bit 58: a guard region, madvise(2) MADV_GUARD_INSTALL.</summary>
    public bool GuardRegion => Bit(58);

    /// <summary>Bit 57: write-protected by userfaultfd.</summary>
    public bool WriteProtectedByUffd => Bit(57);

    /// <summary>Bit 56: mapped exactly once. Clear for a page that parent and child share.</summary>
    public bool Exclusive => (Raw & ExclusiveBit) != 0;

    /// <summary>Bit 55: written since soft-dirty was cleared; always clear on a kernel without soft-dirty.</summary>
    public bool SoftDirty => Bit(55);

    /// <summary>The properties that a page map keeps of it.</summary>
    public PageTraits Traits => PageMapBuilder.TraitsOf(Raw);

    /// <summary>The page frame; null when the page is not present or the kernel hides the number.</summary>
    public ulong? PageFrameNumber => Present && (Raw & FrameMask) is not 0 and var frame ? frame : null;

    /// <summary>Which swap area; null when the page is not swapped or the kernel hides the place.</summary>
    public int? SwapType => HasSwapPlace ? (int)(Raw & 31) : null;

    /// <summary>The page's place in the swap area; null when the page is not swapped or the kernel hides the place.</summary>
    public ulong? SwapOffset => HasSwapPlace ? (Raw & FrameMask) >> 5 : null;

    // Place 0 of every swap area is its header, so all zeros means hidden.
    private bool HasSwapPlace => Swapped && !Present && (Raw & FrameMask) != 0;

    private bool Bit(int number) => (Raw >> number & 1) != 0;
}
