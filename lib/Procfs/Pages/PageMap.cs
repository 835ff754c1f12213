namespace CowNotebooks.Procfs.Pages;

/// <summary>
/// All pages of a process at one moment, as spans of equal pages: <c>/proc/PID/pagemap</c> over the mappings of <c>/proc/PID/maps</c>. A page
/// outside all spans is neither in RAM nor on swap. A span takes 16 bytes, and a frame number 8 bytes a page, so that the map of 10 GB stays below 64 MB
/// even when no two neighbours are alike.
/// </summary>
/// <remarks>Exact only for a process that waits. [vvar] and [vsyscall] belong to the kernel and are left out.</remarks>
public sealed class PageMap
{
    private readonly PageSpan[] _spans;
    private readonly ulong[]? _frames;

    // For each span, how many frames belong to the spans before it.
    private readonly Lazy<long[]> _framesBefore;

    internal PageMap(Maps maps, PageSpan[] spans, ulong[]? frames, bool knowsZeroPages) =>
        (Maps, _spans, _frames, KnowsZeroPages, _framesBefore) = (maps, spans, frames, knowsZeroPages, new(() => CountFramesBefore(spans)));

    /// <summary>The mappings, in the order of addresses.</summary>
    public Maps Maps { get; }

    /// <summary>The spans, in the order of addresses; none spans two mappings.</summary>
    public IReadOnlyList<PageSpan> Spans => _spans;

    /// <summary>True when the zero page is recognised; false on a kernel without PAGEMAP_SCAN, where it looks like a shared anonymous page.</summary>
    public bool KnowsZeroPages { get; }

    /// <summary>True when the frame of each anonymous page is known, which requires CAP_SYS_ADMIN.</summary>
    public bool HasFrames => _frames is not null;

    /// <summary>How many pages have all of these traits.</summary>
    public long Count(PageTraits all) => PageSpans.Count(_spans, span => (span.Traits & all) == all);

    /// <summary>The anonymous pages that no other process maps: writing them copies nothing.</summary>
    public PageRanges OwnPages => PageSpans.Pages(_spans, span => span.Traits == (PageTraits.Present | PageTraits.Exclusive));

    /// <summary>The traits of the page.</summary>
    /// <param name="page">Its number: address divided by page size.</param>
    public PageTraits this[ulong page] =>
        Intervals.IndexOf(_spans, page, span => (span.FirstPage, span.Count)) is >= 0 and var index ? _spans[index].Traits : PageTraits.None;

    /// <summary>The same without frame numbers, as a user without CAP_SYS_ADMIN sees it.</summary>
    public PageMap WithoutFrames() => new(Maps, _spans, null, KnowsZeroPages);

    /// <summary>The number of the page frame of an anonymous page; null when it has none, or frames are hidden.</summary>
    /// <param name="page">Its number: address divided by page size.</param>
    public ulong? FrameOf(ulong page)
    {
        if (_frames is null || Intervals.IndexOf(_spans, page, span => (span.FirstPage, span.Count)) is not (>= 0 and var index)) return null;
        return _spans[index].Traits.IsAnonymous() ? _frames[_framesBefore.Value[index] + (long)(page - _spans[index].FirstPage)] : null;
    }

    /// <summary>The mapping that holds the page; null when none does.</summary>
    /// <param name="page">Its number: address divided by page size.</param>
    public MemoryMap? MappingOf(ulong page)
    {
        var address = page * (ulong)Environment.SystemPageSize;
        return Intervals.IndexOf(Maps, address, map => (map.Start, map.End - map.Start)) is >= 0 and var index ? Maps[index] : null;
    }

    /// <summary>The frame of each anonymous page, in the order of addresses; empty when they are hidden.</summary>
    internal ReadOnlySpan<ulong> Frames => _frames;

    internal PageSpanCursor Cursor() => new(_spans, _frames);

    private static long[] CountFramesBefore(PageSpan[] spans)
    {
        var before = new long[spans.Length];
        for (var i = 1; i < spans.Length; i++) before[i] = before[i - 1] + (spans[i - 1].Traits.IsAnonymous() ? spans[i - 1].Count : 0);
        return before;
    }
}
