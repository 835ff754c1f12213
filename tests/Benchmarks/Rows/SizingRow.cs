using System.Globalization;
using CowNotebooks.Benchmarks.Peers;
using CowNotebooks.Benchmarks.Table;
using CowNotebooks.Procfs;
using CowNotebooks.Sizing;

namespace CowNotebooks.Benchmarks.Rows;

/// <summary>The deep size of graphs of three shapes, beside a loop over them, ClrMD, and a dump of the heap.</summary>
internal static class SizingRow
{
    private const string Loop = "a loop over the references", ClrMd = "ClrMD, without its snapshot of 0.9 s and more", Dump = "`dotnet-gcdump`";

    public static async Task<IReadOnlyList<Line>> MeasureAsync(Scale scale)
    {
        var lines = new List<Line>();
        var dump = await HeapDump.InstallAsync();
        foreach (var shape in scale.IsTiny ? [new Boxes()] : new Shape[] { new Chain(), new Boxes(), new RandomNodes() }) lines.AddRange(await MeasureAsync(shape, dump, scale));
        return lines;
    }

    private static async Task<IEnumerable<Line>> MeasureAsync(Shape shape, HeapDump dump, Scale scale)
    {
        var what = $"deep size, {shape.Name}";
        var compared = scale.Count(1_000_000, 10_000);
        int[] counts = scale.IsTiny ? [1000, compared] : [100_000, compared, 10_000_000, 100_000_000];
        var sizes = new List<(int Count, Times Ours, Times Loop)>();
        Line? clrMd = null, dumped = null;
        var without = "";
        foreach (var count in counts)
        {
            // While it is built the collector moves it, so for moments it is there twice.
            var needed = 2L * count * shape.BytesEach;
            if (new ProcFs().Meminfo().MemAvailable is { } free && free < needed)
            {
                without = $"; {Exponent(count)} takes {needed >> 30} GB while it is built, and {free >> 30} GB are available";
                continue;
            }

            var times = await MeasureAsync(shape, count, count > compared ? 1 : scale.Rounds(9), async root =>
            {
                if (count != compared) return;
                clrMd = await BesideClrMdAsync(what, root, count, scale);
                dumped = await dump.MeasureAsync($"{what}, {Exponent(count)}", Dump, () => DeepSize.Of(root).Bytes, scale);
            });
            sizes.Add((count, times[0], times[1]));
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        var slope = Slope([.. sizes.Select(size => (Math.Log(size.Count), Math.Log(size.Ours.Median)))]);
        var bare = Line.AtMost(what, Loop, [.. sizes.Select(size => (Exponent(size.Count), size.Ours, size.Loop))], 2);
        return
        [
            bare with { Result = bare.Result + without },
            new Line($"{what}, how time grows with objects", "", "", string.Create(CultureInfo.InvariantCulture, $"slope {slope:F2} of the logarithms"), "1: linear", null),
            clrMd!,
            dumped!,
        ];
    }

    private static async Task<IReadOnlyList<Times>> MeasureAsync(Shape shape, int count, int rounds, Func<object, Task> compareAsync)
    {
        var root = shape.Build(count);
        // The graph settles in the oldest generation, as one that is worth sizing has.
        GC.Collect();
        GC.Collect();
        var times = await InTurns.MeasureCpuAsync(rounds, 1, () => Require(DeepSize.Of(root).Objects >= count), () => Require(shape.Follow(root) > 0));
        await compareAsync(root);
        return times;
    }

    private static async Task<Line> BesideClrMdAsync(string what, object root, int count, Scale scale)
    {
        using var snapshot = new Snapshot(root);
        long ours = 0, theirs = 0;
        var times = await InTurns.MeasureCpuAsync(scale.Rounds(1), 1, () => ours = DeepSize.Of(root).Bytes, () => theirs = snapshot.Size().Bytes);
        Require(ours == theirs);
        return Line.AsFast($"{what}, {Exponent(count)}", times[0], ClrMd, times[1], 50);
    }

    private static void Require(bool holds)
    {
        if (!holds) throw new InvalidOperationException("Both subjects must come to the same.");
    }

    private static string Exponent(int count) => $"10^{Math.Round(Math.Log10(count))}";

    /// <summary>Of the line through the points with the least squares.</summary>
    private static double Slope(IReadOnlyList<(double X, double Y)> points)
    {
        var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
        return points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
    }
}
