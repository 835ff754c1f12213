using System.Runtime.InteropServices;

namespace CowNotebooks.Procfs;

/// <summary>Makes runs of page-table entries that come in the order of addresses.</summary>
internal sealed class PageMapBuilder(bool keepFrames)
{
    // A bit of the entry that the kernel leaves 0, for what only PAGEMAP_SCAN tells.
    public const ulong ZeroPage = 1UL << 60;

    // Entries that agree in these bits make one run.
    private const ulong Traits = 1UL << 63 | 1UL << 62 | 1UL << 61 | 1UL << 56 | ZeroPage;

    private readonly List<PageRun> _runs = [];
    private readonly List<ulong> _frames = [];
    private bool _framesHidden = !keepFrames;
    private bool _mayJoin;

    /// <summary>The next pages are of another mapping: no run goes on.</summary>
    public void NextMapping() => _mayJoin = false;

    public void Add(ulong firstPage, ReadOnlySpan<PagemapEntry> entries)
    {
        var raw = MemoryMarshal.Cast<PagemapEntry, ulong>(entries);
        for (var i = 0; i < raw.Length;)
        {
            var traits = raw[i] & Traits;
            var end = i + 1;
            if (traits != 0)
            {
                while (end < raw.Length && (raw[end] & Traits) == traits) end++;
                Append(firstPage + (ulong)i, raw[i..end], TraitsOf(new(raw[i])));
            }
            else if (raw[i..].IndexOfAnyExcept(0UL) is var next && next != 0)
            {
                // Address space that nobody touched is long and all zeros.
                end = next < 0 ? raw.Length : i + next;
            }

            i = end;
        }
    }

    public PageMap Build(Maps maps, bool knowsZeroPages) => new(maps, [.. _runs], _framesHidden ? null : [.. _frames], knowsZeroPages);

    private void Append(ulong page, ReadOnlySpan<ulong> raw, PageTraits traits)
    {
        if (PageRunCursor.HasFrame(traits) && !_framesHidden) AddFrames(raw);
        if (_mayJoin && _runs[^1] is var last && last.EndPage == page && last.Traits == traits && last.Count + (ulong)raw.Length <= uint.MaxValue)
            _runs[^1] = last with { Count = last.Count + (uint)raw.Length };
        else
            _runs.Add(new(page, (uint)raw.Length, traits));
        _mayJoin = true;
    }

    private void AddFrames(ReadOnlySpan<ulong> raw)
    {
        var known = _frames.Count;
        CollectionsMarshal.SetCount(_frames, known + raw.Length);
        var frames = CollectionsMarshal.AsSpan(_frames)[known..];
        for (var i = 0; i < raw.Length; i++)
        {
            frames[i] = raw[i] & PagemapEntry.FrameMask;
            if (frames[i] != 0) continue;
            _framesHidden = true;
            return;
        }
    }

    private static PageTraits TraitsOf(PagemapEntry entry)
    {
        if (entry.Present && (entry.Raw & ZeroPage) != 0) return PageTraits.Present | PageTraits.Zero;
        if (!entry.Present) return entry.Swapped ? PageTraits.Swapped : PageTraits.None;
        return PageTraits.Present | (entry.FileOrShared ? PageTraits.FileOrShared : 0) | (entry.Exclusive ? PageTraits.Exclusive : 0);
    }
}
