namespace CowNotebooks.Procfs.Pages;

/// <summary>
/// All pages of a process at one moment, as spans of equal pages: <c>/proc/PID/pagemap</c> over the mappings of <c>/proc/PID/maps</c>. A page
/// outside all spans is neither in RAM nor on swap. A page takes 1 byte, and a frame number 4 or 8 bytes, so that the map of 10 GB stays below
/// 64 MB even when no two neighbours are alike; the list of spans is made when it is first asked for, 16 bytes each.
/// </summary>
/// <remarks>Exact only for a process that waits. [vvar] and [vsyscall] belong to the kernel and are left out.</remarks>
public sealed class PageMap
{
    private const int Block = 1024;

    private readonly PageStretch[] _stretches;
    private readonly byte[] _traits;
    private readonly FrameList? _frames;
    private readonly Lazy<PageSpan[]> _spans;

    // For each block of traits, how many frames belong to the pages before it.
    private readonly Lazy<int[]> _framesBefore;

    internal PageMap(Maps maps, PageStretch[] stretches, byte[] traits, FrameList? frames, bool knowsZeroPages)
    {
        (Maps, _stretches, _traits, _frames, KnowsZeroPages) = (maps, stretches, traits, frames, knowsZeroPages);
        _spans = new(() => SpansOf(new(stretches, traits)));
        _framesBefore = new(() => CountFramesBefore(traits));
    }

    /// <summary>The mappings, in the order of addresses.</summary>
    public Maps Maps { get; }

    /// <summary>The spans, in the order of addresses; none spans two mappings.</summary>
    public IReadOnlyList<PageSpan> Spans => _spans.Value;

    /// <summary>True when the zero page is recognised; false on a kernel without PAGEMAP_SCAN, where it looks like a shared anonymous page.</summary>
    public bool KnowsZeroPages { get; }

    /// <summary>True when the frame of each anonymous page is known, which requires CAP_SYS_ADMIN.</summary>
    public bool HasFrames => _frames is not null;

    /// <summary>How many pages have all of these traits.</summary>
    public long Count(PageTraits all)
    {
        var count = 0L;
        foreach (var span in Walk)
        {
            if ((span.Traits & all) == all) count += span.Count;
        }

        return count;
    }

    /// <summary>The anonymous pages that no other process maps: writing them copies nothing.</summary>
    public PageRanges OwnPages => PagesThatAre(PageTraits.Present | PageTraits.Exclusive);

    /// <summary>The anonymous pages that another process maps as well: writing one copies it.</summary>
    public PageRanges SharedPages => PagesThatAre(PageTraits.Present);

    /// <summary>The traits of the page.</summary>
    /// <param name="page">Its number: address divided by page size.</param>
    public PageTraits this[ulong page] => IndexOf(page) is { } index ? (PageTraits)_traits[index] : PageTraits.None;

    /// <summary>The same without frame numbers, as a user without CAP_SYS_ADMIN sees it.</summary>
    public PageMap WithoutFrames() => new(Maps, _stretches, _traits, null, KnowsZeroPages);

    /// <summary>The number of the page frame of an anonymous page; null when it has none, or frames are hidden.</summary>
    /// <param name="page">Its number: address divided by page size.</param>
    public ulong? FrameOf(ulong page)
    {
        if (_frames is null || IndexOf(page) is not { } index || !((PageTraits)_traits[index]).IsAnonymous()) return null;
        var block = index / Block;
        return _frames[_framesBefore.Value[block] + CountAnonymous(_traits.AsSpan((block * Block)..index))];
    }

    /// <summary>The mapping that holds the page; null when none does.</summary>
    /// <param name="page">Its number: address divided by page size.</param>
    public MemoryMap? MappingOf(ulong page)
    {
        var address = page * (ulong)Environment.SystemPageSize;
        return Intervals.IndexOf(Maps, address, map => (map.Start, map.End - map.Start)) is >= 0 and var index ? Maps[index] : null;
    }

    /// <summary>The frame of each anonymous page, in the order of addresses; null when they are hidden.</summary>
    internal FrameList? Frames => _frames;

    /// <summary>The first page number after all spans; 0 without any.</summary>
    internal ulong EndPage
    {
        get
        {
            for (var i = _stretches.Length - 1; i >= 0; i--)
            {
                var (first, offset, count) = _stretches[i];
                if (_traits.AsSpan(offset, count).LastIndexOfAnyExcept((byte)PageTraits.None) is >= 0 and var last) return first + (ulong)last + 1;
            }

            return 0;
        }
    }

    private PageSpanWalk Walk => new(_stretches, _traits);

    internal PageSpanCursor Cursor() => new(Walk, _frames);

    /// <summary>Where the traits of the page are; null when it is in no stretch.</summary>
    private int? IndexOf(ulong page) =>
        Intervals.IndexOf(_stretches, page, stretch => (stretch.FirstPage, (ulong)stretch.Count)) is >= 0 and var index
            ? _stretches[index].Offset + (int)(page - _stretches[index].FirstPage)
            : null;

    private PageRanges PagesThatAre(PageTraits exactly)
    {
        var pages = new PageRanges.Builder();
        foreach (var span in Walk)
        {
            if (span.Traits == exactly) pages.Add(span.FirstPage, span.Count);
        }

        return pages.Build();
    }

    private static PageSpan[] SpansOf(PageSpanWalk walk)
    {
        using var spans = new PooledBuffer<PageSpan>();
        foreach (var span in walk)
        {
            spans.Room(1)[0] = span;
            spans.Take(1);
        }

        return spans.ToArray();
    }

    private static int[] CountFramesBefore(byte[] traits)
    {
        var before = new int[(traits.Length + Block - 1) / Block];
        for (var i = 1; i < before.Length; i++) before[i] = before[i - 1] + CountAnonymous(traits.AsSpan((i - 1) * Block, Block));
        return before;
    }

    // The two values with which PageTraitsExtensions.IsAnonymous is true: what is present is not on swap.
    private static int CountAnonymous(ReadOnlySpan<byte> traits) =>
        traits.Count((byte)PageTraits.Present) + traits.Count((byte)(PageTraits.Present | PageTraits.Exclusive));
}
