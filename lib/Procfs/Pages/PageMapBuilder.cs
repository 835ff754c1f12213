using System.Runtime.InteropServices;

namespace CowNotebooks.Procfs.Pages;

/// <summary>
/// Builds spans from page-table entries, which arrive in the order of addresses.
/// <code>
///   entry   63 present   62 swapped   61 file   60 zero page   58 guard   56 exclusive        60 is 0 in the kernel; set here
///   key     present      swapped      file      zero                      exclusive           the five bits that a span has in common, and guard
/// </code>
/// </summary>
internal sealed class PageMapBuilder(bool keepFrames) : IDisposable
{
    // A guard region: the kernel sets bit 62 as well, and nothing is on swap.
    private const ulong GuardBit = 1UL << 58, PresentBit = 1UL << 63;

    // Neighbouring entries that agree in these bits form one span.
    private const ulong KeyBits = 1UL << 63 | 1UL << 62 | 1UL << 61 | 1UL << 56 | PagemapEntry.ZeroPageBit | GuardBit;

    private static readonly PageTraits[] TraitsByKey = [.. Enumerable.Range(0, 32).Select(TraitsOf)];

    private readonly PooledBuffer<PageSpan> _spans = new();
    private readonly PooledBuffer<ulong> _frames = new();
    private bool _framesHidden = !keepFrames;
    private bool _mayJoin;

    /// <summary>The traits that an entry tells of.</summary>
    public static PageTraits TraitsOf(ulong raw) =>
        (raw & (GuardBit | PresentBit)) == GuardBit ? PageTraits.None : TraitsByKey[(int)((raw & KeyBits) >> 60 << 1 | raw >> 56 & 1)];

    /// <summary>The next pages belong to another mapping, so they start a new span.</summary>
    public void NextMapping() => _mayJoin = false;

    public void Add(ulong firstPage, ReadOnlySpan<PagemapEntry> entries)
    {
        var raw = MemoryMarshal.Cast<PagemapEntry, ulong>(entries);
        if (!_framesHidden) AddFrames(raw);
        AddSpans(firstPage, raw);
    }

    public PageMap Build(Maps maps, bool knowsZeroPages) => new(maps, _spans.ToArray(), _framesHidden ? null : _frames.ToArray(), knowsZeroPages);

    public void Dispose()
    {
        _spans.Dispose();
        _frames.Dispose();
    }

    private void AddSpans(ulong firstPage, ReadOnlySpan<ulong> raw)
    {
        var spans = _spans.Room(raw.Length);
        var count = 0;
        for (var i = 0; i < raw.Length;)
        {
            var key = raw[i] & KeyBits;
            var end = i + 1;
            if (key != 0)
            {
                while (end < raw.Length && (raw[end] & KeyBits) == key) end++;
                var span = new PageSpan(firstPage + (ulong)i, (uint)(end - i), TraitsOf(key));
                // Only the first span of a batch can continue the last one: within the batch neighbours differ. What is neither in RAM nor on swap is in none.
                if (span.Traits != PageTraits.None && (i > 0 || !Join(span))) spans[count++] = span;
            }
            else if (raw[i..].IndexOfAnyExcept(0UL) is var next && next != 0)
            {
                // Untouched address space is a long run of zeros.
                end = next < 0 ? raw.Length : i + next;
            }

            i = end;
        }

        _spans.Take(count);
        _mayJoin |= count > 0;
    }

    /// <summary>Extends the last span when the next one continues it.</summary>
    private bool Join(PageSpan next) => _mayJoin && PageSpans.TryJoin(ref _spans.Last, next);

    /// <summary>Keeps the frames of anonymous pages, without branches: other frames are written too, and overwritten by the next one.</summary>
    private void AddFrames(ReadOnlySpan<ulong> raw)
    {
        const ulong present = 1UL << 63, others = 1UL << 61 | PagemapEntry.ZeroPageBit;
        var frames = _frames.Room(raw.Length);
        var count = 0;
        foreach (var entry in raw)
        {
            frames[count] = entry & PagemapEntry.FrameMask;
            count += (entry & (present | others)) == present ? 1 : 0;
        }

        _frames.Take(count);
        // A kernel that hides them shows 0.
        _framesHidden = count > 0 && frames[0] == 0;
    }

    private static PageTraits TraitsOf(int key)
    {
        bool present = (key & 16) != 0, swapped = (key & 8) != 0, file = (key & 4) != 0, zero = (key & 2) != 0, exclusive = (key & 1) != 0;
        if (!present) return swapped ? PageTraits.Swapped : PageTraits.None;
        if (zero) return PageTraits.Present | PageTraits.Zero;
        return PageTraits.Present | (file ? PageTraits.FileOrShared : 0) | (exclusive ? PageTraits.Exclusive : 0);
    }
}
