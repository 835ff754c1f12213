using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs.Live;

/// <summary>
/// The ioctl PAGEMAP_SCAN of <c>/proc/PID/pagemap</c> (PAGEMAP_SCAN(2const), since Linux 6.7): it skips untouched address space, and recognises
/// the zero page. It does not show exclusive pages.
/// </summary>
internal sealed class PagemapScan
{
    private readonly SafeFileHandle _pagemap;
    private readonly LibC.PageRegion[] _regions = new LibC.PageRegion[4096];

    private PagemapScan(SafeFileHandle pagemap) => _pagemap = pagemap;

    /// <summary>Null when this kernel does not have it.</summary>
    public static PagemapScan? TryOpen(SafeFileHandle pagemap)
    {
        var scan = new PagemapScan(pagemap);
        var nothing = default(LibC.PageScanArgument);
        return LibC.ScanPagemap(pagemap, ref nothing, scan._regions) >= 0 ? scan : null;
    }

    /// <summary>The address of the first page at or after an address that is in RAM or on swap; <paramref name="to"/> when there is none before it.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public ulong NextTouched(ulong from, ulong to)
    {
        const ulong touched = LibC.PAGE_IS_PRESENT | LibC.PAGE_IS_SWAPPED;
        var argument = new LibC.PageScanArgument { Start = from, End = to, MaxPages = 1, CategoryAnyOfMask = touched, ReturnMask = touched };
        return Scan(ref argument).IsEmpty ? to : _regions[0].Start;
    }

    /// <summary>The first ranges of addresses that map the zero page; <paramref name="next"/> is where the next scan continues.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public ReadOnlySpan<LibC.PageRegion> ZeroPages(ulong from, ulong to, out ulong next)
    {
        var argument = new LibC.PageScanArgument { Start = from, End = to, CategoryMask = LibC.PAGE_IS_PFNZERO, ReturnMask = LibC.PAGE_IS_PFNZERO };
        var regions = Scan(ref argument);
        next = argument.WalkEnd;
        return regions;
    }

    private ReadOnlySpan<LibC.PageRegion> Scan(scoped ref LibC.PageScanArgument argument)
    {
        var count = LibC.ScanPagemap(_pagemap, ref argument, _regions);
        if (count < 0) throw new IOException($"PAGEMAP_SCAN failed: {LibC.Describe(-count)} (errno {-count}).", -count);
        return _regions.AsSpan(0, count);
    }
}
