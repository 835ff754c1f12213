namespace CowNotebooks.Procfs;

/// <summary>
/// All pages of a process at one moment, as runs of like pages: <c>/proc/PID/pagemap</c> over the mappings of <c>/proc/PID/maps</c>. What is
/// not in a run is neither in RAM nor on swap. A run takes 16 bytes, and a frame number 8 bytes a page, so that the map of 10 GB stays below 64 MB
/// even when no two neighbours are alike.
/// </summary>
/// <remarks>Exact for a process that waits; one that runs changes while it is read. [vvar] and [vsyscall] are the kernel's own and left out.</remarks>
public sealed class PageMap
{
    private readonly PageRun[] _runs;
    private readonly ulong[]? _frames;

    internal PageMap(Maps maps, PageRun[] runs, ulong[]? frames, bool knowsZeroPages) =>
        (Maps, _runs, _frames, KnowsZeroPages) = (maps, runs, frames, knowsZeroPages);

    /// <summary>The mappings, in the order of addresses.</summary>
    public Maps Maps { get; }

    /// <summary>The runs, in the order of addresses; none spans two mappings.</summary>
    public IReadOnlyList<PageRun> Runs => _runs;

    /// <summary>True when the page of zeros is told apart; false on a kernel without PAGEMAP_SCAN, where it looks like a shared anonymous page.</summary>
    public bool KnowsZeroPages { get; }

    /// <summary>True when the frame of each anonymous page is known, which takes CAP_SYS_ADMIN.</summary>
    public bool HasFrames => _frames is not null;

    /// <summary>How many pages have all of these traits.</summary>
    public long Count(PageTraits all) => _runs.Where(run => (run.Traits & all) == all).Sum(run => (long)run.Count);

    /// <summary>What the page is.</summary>
    /// <param name="page">Its number: address divided by page size.</param>
    public PageTraits this[ulong page] => Intervals.IndexOf(_runs, page, run => (run.FirstPage, run.Count)) is >= 0 and var index ? _runs[index].Traits : PageTraits.None;

    /// <summary>The same without frame numbers, as a user without CAP_SYS_ADMIN sees it.</summary>
    public PageMap WithoutFrames() => new(Maps, _runs, null, KnowsZeroPages);

    /// <summary>The mapping that holds the page; null when none does.</summary>
    /// <param name="page">Its number: address divided by page size.</param>
    public MemoryMap? MappingOf(ulong page)
    {
        var address = page * (ulong)Environment.SystemPageSize;
        return Intervals.IndexOf(Maps, address, map => (map.Start, map.End - map.Start)) is >= 0 and var index ? Maps[index] : null;
    }

    internal PageRunCursor Cursor() => new(_runs, _frames);
}
