using System.Runtime.InteropServices;

namespace CowNotebooks.Procfs;

/// <summary>Makes runs of page-table entries that come in the order of addresses.</summary>
internal sealed class PageMapBuilder(bool keepFrames)
{
    // A bit of the entry that the kernel leaves 0, for what only PAGEMAP_SCAN tells.
    public const ulong ZeroPage = 1UL << 60;

    private readonly List<PageRun> _runs = [];
    private readonly List<ulong> _frames = [];
    private bool _framesHidden = !keepFrames;
    private bool _mayJoin;

    /// <summary>The next pages are of another mapping: no run goes on.</summary>
    public void NextMapping() => _mayJoin = false;

    public void Add(ulong firstPage, ReadOnlySpan<PagemapEntry> entries)
    {
        var raw = MemoryMarshal.Cast<PagemapEntry, ulong>(entries);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == 0)
            {
                // Address space that nobody touched is long and all zeros.
                var next = raw[i..].IndexOfAnyExcept(0UL);
                if (next < 0) return;
                i += next;
            }

            Add(firstPage + (ulong)i, entries[i]);
        }
    }

    public PageMap Build(Maps maps, bool knowsZeroPages) => new(maps, [.. _runs], _framesHidden ? null : [.. _frames], knowsZeroPages);

    private void Add(ulong page, PagemapEntry entry)
    {
        var traits = Traits(entry);
        if (traits == PageTraits.None) return;
        if (PageRunCursor.HasFrame(traits) && !_framesHidden)
        {
            if (entry.PageFrameNumber is { } frame) _frames.Add(frame);
            else _framesHidden = true;
        }

        if (_mayJoin && _runs[^1] is var last && last.EndPage == page && last.Traits == traits && last.Count < uint.MaxValue)
            _runs[^1] = last with { Count = last.Count + 1 };
        else
            _runs.Add(new(page, 1, traits));
        _mayJoin = true;
    }

    private static PageTraits Traits(PagemapEntry entry)
    {
        if (entry.Present && (entry.Raw & ZeroPage) != 0) return PageTraits.Present | PageTraits.Zero;
        if (!entry.Present) return entry.Swapped ? PageTraits.Swapped : PageTraits.None;
        return PageTraits.Present | (entry.FileOrShared ? PageTraits.FileOrShared : 0) | (entry.Exclusive ? PageTraits.Exclusive : 0);
    }
}
