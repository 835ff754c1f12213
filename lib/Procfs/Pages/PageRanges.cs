namespace CowNotebooks.Procfs.Pages;

/// <summary>A set of page numbers (address divided by page size), as ascending ranges that do not touch. Immutable.</summary>
public sealed class PageRanges
{
    private readonly (ulong First, ulong Count)[] _ranges;

    private PageRanges((ulong First, ulong Count)[] ranges) => _ranges = ranges;

    /// <summary>The empty set.</summary>
    public static PageRanges None { get; } = new([]);

    /// <summary>How many pages.</summary>
    public long Count => _ranges.Sum(range => (long)range.Count);

    /// <summary>The ranges: first page number and how many pages.</summary>
    public IReadOnlyList<(ulong First, ulong Count)> Ranges => _ranges;

    /// <summary>The page numbers one by one, ascending.</summary>
    public IEnumerable<ulong> Pages
    {
        get
        {
            foreach (var (first, count) in _ranges)
            {
                for (ulong i = 0; i < count; i++) yield return first + i;
            }
        }
    }

    /// <summary>The set of those ranges, which must be ascending and must not overlap; they may be adjacent.</summary>
    public static PageRanges Of(IEnumerable<(ulong First, ulong Count)> ranges)
    {
        var builder = new Builder();
        foreach (var (first, count) in ranges) builder.Add(first, count);
        return builder.Build();
    }

    /// <summary>True when the page is in the set.</summary>
    public bool Contains(ulong page) => Intervals.IndexOf(_ranges, page, range => range) >= 0;

    /// <summary>The pages of this set that are not in the other.</summary>
    public PageRanges Except(PageRanges other) => Of(Split(other, keepInside: false));

    /// <summary>The pages that are in both sets.</summary>
    public PageRanges Intersect(PageRanges other) => Of(Split(other, keepInside: true));

    /// <summary>The pages whose number is a multiple of <paramref name="n"/>.</summary>
    public PageRanges MultiplesOf(int n) => n == 1 ? this : Of(Multiples((ulong)n));

    /// <summary>"7,849 pages".</summary>
    public override string ToString() => Count == 1 ? "1 page" : Invariant($"{Count:N0} pages");

    private IEnumerable<(ulong First, ulong Count)> Multiples(ulong n)
    {
        foreach (var (first, count) in _ranges)
        {
            for (var page = (first + n - 1) / n * n; page < first + count; page += n) yield return (page, 1);
        }
    }

    /// <summary>The parts of this set that lie inside the other set, or outside it.</summary>
    private IEnumerable<(ulong First, ulong Count)> Split(PageRanges other, bool keepInside)
    {
        var index = 0;
        foreach (var (first, count) in _ranges)
        {
            var (page, end) = (first, first + count);
            while (page < end)
            {
                while (index < other._ranges.Length && other._ranges[index].First + other._ranges[index].Count <= page) index++;
                var (start, inside) = index < other._ranges.Length ? other._ranges[index] : (ulong.MaxValue, 0UL);
                var isInside = start <= page;
                var next = Math.Min(end, isInside ? start + inside : start);
                if (isInside == keepInside) yield return (page, next - page);
                page = next;
            }
        }
    }

    /// <summary>Builds a set from ranges, one by one: gigabytes of pages take only the memory of their ranges.</summary>
    public sealed class Builder
    {
        private readonly List<(ulong First, ulong Count)> _ranges = [];

        /// <summary>Adds pages after all others; adjacent to the last range, they extend it.</summary>
        /// <param name="first">The first page number.</param>
        /// <param name="count">How many pages.</param>
        public void Add(ulong first, ulong count = 1)
        {
            if (count == 0) return;
            if (_ranges.Count > 0 && _ranges[^1] is var last && last.First + last.Count == first) _ranges[^1] = last with { Count = last.Count + count };
            else _ranges.Add((first, count));
        }

        /// <summary>The set.</summary>
        public PageRanges Build() => new([.. _ranges]);
    }
}
