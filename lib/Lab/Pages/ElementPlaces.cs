using System.Globalization;
using CowNotebooks.Lab.Predicting;

namespace CowNotebooks.Lab.Pages;

/// <summary>Where the elements of a heap are, as runs of neighbours of one size: a million objects take a few kB.</summary>
public sealed class ElementPlaces
{
    private readonly Run[] _runs;
    private readonly ulong _before;

    private ElementPlaces(Run[] runs, ulong before) => (_runs, _before) = (runs, before);

    /// <summary>How many elements.</summary>
    public long Count => _runs.Sum(run => run.Count);

    /// <summary>The address of the element to which that byte belongs; null when it belongs to none.</summary>
    /// <param name="address">The address of a byte.</param>
    public ulong? ElementAt(ulong address)
    {
        var (low, high) = (0, _runs.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_runs[middle].First - _before <= address) low = middle;
            else high = middle - 1;
        }

        if (_runs.Length == 0 || address < _runs[low].First - _before) return null;
        var run = _runs[low];
        var inside = address - (run.First - _before);
        var index = run.Distance == 0 ? 0 : Math.Min(inside / run.Distance, (ulong)run.Count - 1);
        // Between two elements lies what aligning them takes.
        return inside - index * run.Distance < Math.Max(run.Size, run.Distance) ? run.First + index * run.Distance : null;
    }

    /// <summary>How many elements have their address in one of these pages.</summary>
    public long CountOn(PageRanges pages)
    {
        var size = (ulong)Environment.SystemPageSize;
        var count = 0L;
        foreach (var run in _runs)
        {
            for (var (index, on, page) = (0UL, false, ulong.MaxValue); index < (ulong)run.Count; index++)
            {
                // Neighbours mostly lie in the same page.
                var next = (run.First + index * run.Distance) / size;
                if (next != page) (on, page) = (pages.Contains(next), next);
                if (on) count++;
            }
        }

        return count;
    }

    /// <summary>Reads what a parent answers: "7f00a0+24*1000/24,…": address of the first, distance to the next, how many, size of each, bytes.</summary>
    /// <param name="text">The runs.</param>
    /// <param name="before">Bytes of an element that lie before its address.</param>
    internal static ElementPlaces Parse(string text, long before) => new(
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Run.Parse).OrderBy(run => run.First)], (ulong)before);

    private readonly record struct Run(ulong First, ulong Distance, long Count, ulong Size)
    {
        public static Run Parse(string text)
        {
            var parts = text.Split('+', '*', '/');
            return new(
                ulong.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture),
                long.Parse(parts[2], CultureInfo.InvariantCulture), ulong.Parse(parts[3], CultureInfo.InvariantCulture));
        }
    }
}
