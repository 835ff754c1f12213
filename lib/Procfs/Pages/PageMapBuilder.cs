using System.Numerics;
using System.Runtime.InteropServices;

namespace CowNotebooks.Procfs.Pages;

/// <summary>
/// Builds a page map from page-table entries, which arrive in the order of addresses. All that it keeps of one besides the frame is in its highest byte:
/// <code>
///   entry   63 present   62 swapped   61 file   60 zero page   59   58 guard   57   56 exclusive        60 is 0 in the kernel; set here
/// </code>
/// </summary>
internal sealed class PageMapBuilder(bool keepFrames) : IDisposable
{
    // So many entries without a bit set end a stretch.
    private const int Block = 64;
    private const int HighByte = 56;

    private static readonly byte[] TraitsByHighByte = [.. Enumerable.Range(0, 256).Select(high => (byte)TraitsOf(new PagemapEntry((ulong)high << HighByte)))];

    private readonly List<PageStretch> _stretches = [];
    private readonly PooledBuffer<byte> _traits = new();
    private readonly FrameList.Builder _frames = new();
    private int _pages;
    private bool _framesHidden = !keepFrames;
    private bool _goesOn;

    /// <summary>The traits that an entry tells of.</summary>
    public static PageTraits TraitsOf(ulong raw) => (PageTraits)TraitsByHighByte[raw >> HighByte];

    /// <summary>The next pages belong to another mapping, so they start a new stretch.</summary>
    public void NextMapping() => _goesOn = false;

    public void Add(ulong firstPage, ReadOnlySpan<PagemapEntry> entries)
    {
        var raw = MemoryMarshal.Cast<PagemapEntry, ulong>(entries);
        if (!_framesHidden) _framesHidden = !_frames.TryAdd(raw);
        AddTraits(firstPage, raw);
    }

    public PageMap Build(Maps maps, bool knowsZeroPages) => new(maps, [.. _stretches], _traits.ToArray(), _framesHidden ? null : _frames.Build(), knowsZeroPages);

    public void Dispose()
    {
        _traits.Dispose();
        _frames.Dispose();
    }

    private void AddTraits(ulong firstPage, ReadOnlySpan<ulong> raw)
    {
        for (var at = 0; at < raw.Length; at += Block)
        {
            var block = raw[at..Math.Min(at + Block, raw.Length)];
            var isTouched = block.ContainsAnyExcept(0UL);
            if (isTouched)
            {
                var traits = _traits.Room(block.Length);
                if (IsAlike(block)) traits.Fill(TraitsByHighByte[block[0] >> HighByte]);
                else for (var i = 0; i < block.Length; i++) traits[i] = TraitsByHighByte[block[i] >> HighByte];
                _traits.Take(block.Length);
                AddStretch(firstPage + (ulong)at, block.Length);
            }

            _goesOn = isTouched;
        }
    }

    // Neighbours mostly are: then their traits are looked up once.
    private static bool IsAlike(ReadOnlySpan<ulong> block)
    {
        var first = block[0];
        var differences = Vector<ulong>.Zero;
        var vectors = MemoryMarshal.Cast<ulong, Vector<ulong>>(block);
        foreach (var vector in vectors) differences |= vector ^ new Vector<ulong>(first);
        if ((differences >> HighByte) != Vector<ulong>.Zero) return false;
        foreach (var entry in block[(vectors.Length * Vector<ulong>.Count)..])
        {
            if ((entry ^ first) >> HighByte != 0) return false;
        }

        return true;
    }

    private void AddStretch(ulong firstPage, int count)
    {
        if (_goesOn && _stretches[^1] is var last && last.FirstPage + (ulong)last.Count == firstPage) _stretches[^1] = last with { Count = last.Count + count };
        else _stretches.Add(new(firstPage, _pages, count));
        _pages = checked(_pages + count);
    }

    private static PageTraits TraitsOf(PagemapEntry entry) => entry switch
    {
        { Present: false } => entry.Swapped ? PageTraits.Swapped : PageTraits.None,
        { ZeroPage: true } => PageTraits.Present | PageTraits.Zero,
        _ => PageTraits.Present | (entry.FileOrShared ? PageTraits.FileOrShared : 0) | (entry.Exclusive ? PageTraits.Exclusive : 0),
    };
}
