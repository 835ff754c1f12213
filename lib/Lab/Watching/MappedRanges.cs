using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Watching;

/// <summary>
/// What a process has mapped, in pages, as far as it is known: the kernel reports each mapping that is made or changed (PERF_RECORD_MMAP2), as it is then and merged
/// with its neighbours, but none that is removed.
/// </summary>
internal sealed class MappedRanges
{
    private const int Readable = 1, Writable = 2, Executable = 4;
    private readonly Range[] _ranges;

    private MappedRanges(Range[] ranges) => _ranges = ranges;

    /// <summary>Nothing is known to be mapped.</summary>
    public static MappedRanges None { get; } = new([]);

    /// <summary>By its mappings.</summary>
    public static MappedRanges Of(Maps maps)
    {
        var size = (ulong)Environment.SystemPageSize;
        return new([.. maps.Select(map => new Range(map.Start / size, map.End / size, (map.IsReadable ? Readable : 0) | (map.IsWritable ? Writable : 0) | (map.IsExecutable ? Executable : 0)))]);
    }

    /// <summary>True when some of it is mapped.</summary>
    public bool Overlaps(ulong first, ulong end) => _ranges.Any(range => range.First < end && first < range.End);

    /// <summary>
    /// True when all of it is mapped in one piece with that protection: then it was removed, or a part of it, and mapped again, since mprotect(2) reports nothing
    /// but a change.
    /// </summary>
    public bool HasAll(ulong first, ulong end, int protection) => _ranges.Any(range => range.First <= first && end <= range.End && range.Protection == protection);

    /// <summary>The parts of it that are not mapped.</summary>
    public IEnumerable<(ulong First, ulong End)> Without(ulong first, ulong end)
    {
        foreach (var range in _ranges.Where(range => range.First < end && first < range.End))
        {
            if (range.First > first) yield return (first, range.First);
            first = range.End;
        }

        if (first < end) yield return (first, end);
    }

    /// <summary>The same after that was mapped, or has a new protection.</summary>
    public MappedRanges With(ulong first, ulong end, int protection)
    {
        var others = _ranges.SelectMany(range => range.First < end && first < range.End
            ? new[] { range with { End = first }, range with { First = end } }.Where(part => part.First < part.End)
            : [range]);
        return new([.. others.Append(new(first, end, protection)).OrderBy(range => range.First)]);
    }

    private readonly record struct Range(ulong First, ulong End, int Protection);
}
