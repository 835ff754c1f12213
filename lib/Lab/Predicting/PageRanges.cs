using System.Globalization;

namespace CowNotebooks.Lab.Predicting;

/// <summary>A set of page numbers (address divided by page size), as ascending ranges that do not touch.</summary>
public sealed class PageRanges
{
    private readonly (ulong First, ulong Count)[] _ranges;

    private PageRanges((ulong First, ulong Count)[] ranges) => _ranges = ranges;

    /// <summary>How many pages.</summary>
    public long Count => _ranges.Sum(range => (long)range.Count);

    /// <summary>The ranges: first page number and how many pages.</summary>
    public IReadOnlyList<(ulong First, ulong Count)> Ranges => _ranges;

    /// <summary>How many of the page numbers are a multiple of <paramref name="n"/>.</summary>
    public long CountMultiplesOf(int n) => _ranges.Sum(range => MultiplesBelow(range.First + range.Count, (ulong)n) - MultiplesBelow(range.First, (ulong)n));

    /// <summary>Reads what a parent answers: "7f00a+12,7f0ff+1": first page in hexadecimal, how many in decimal.</summary>
    internal static PageRanges Parse(string text) => new([.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(range =>
    {
        var parts = range.Split('+');
        return (ulong.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture));
    })]);

    /// <summary>How many of 0 … limit-1 are multiples of n.</summary>
    private static long MultiplesBelow(ulong limit, ulong n) => (long)((limit + n - 1) / n);
}
