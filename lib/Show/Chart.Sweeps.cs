using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>The same cells with other values, and how big heaps are.</content>
public sealed partial class Chart
{
    /// <summary>Pages that the child copied against the value that was changed, beside a formula of one's own, dashed.</summary>
    /// <param name="value">What was changed, for the axis: "numbers written".</param>
    /// <param name="reports">What <see cref="Laboratory.SweepAsync"/> returned.</param>
    /// <param name="predicted">The pages to be copied for a value; by default what was predicted from addresses, where that is known.</param>
    public static Chart Sweep(string value, Report[] reports, Func<long, double>? predicted = null)
    {
        object[] values = [.. reports.Select(report => (object)(report.Heap.Count ?? 0))];
        List<double?> copied = [.. reports.Select(report => (double?)report.CopiedPages)];
        var formula = new Series("pages, predicted", Look.Predicted, Palette.Prediction, values,
            [.. reports.Select(double? (report) => predicted is null ? report.PredictedPages : Known(predicted(report.Heap.Count ?? 0)))]);
        var point = Findings.FirstAndLast("Copied", [.. values.Zip(copied, (one, pages) => ($"with {Numbers.Count((long)one)}", pages))], "pages");
        return new Chart($"Pages copied, by {value}", point, $"{value} (count)", "pages that the child copied (count)",
        [
            new Series("pages copied", Look.Line, Palette.Uss, values, copied),
            .. formula.Y.Any(pages => pages is not null) ? [formula] : Array.Empty<Series>(),
        ]);
    }

    /// <summary>Growth of the child's USS against what a sweep changed, with the prediction where there is one; a line for each workload; in MB of 1,024 kB.</summary>
    /// <param name="reports">One experiment for each value: <see cref="Laboratory.SweepAsync"/>.</param>
    /// <param name="across">What was changed, with its unit, for the axis; null when it is the size of the heap.</param>
    public static Chart Sizes(Report[] reports, string? across = null)
    {
        var groups = reports.GroupBy(report => report.Workload.Name).ToList();
        var points = groups.Select(group => Findings.FirstAndLast(
            $"Growth of USS, {group.Key}",
            [.. group.Select(report => (across is null && groups.Count == 1 ? $"with {Wording.Of(report.Heap)}" : $"at {Numbers.Count(report.Heap.Count)}", Grown(report.UssGrowthPages)))], "MB"));
        return new Chart(
            across is null ? "Memory that the child copied, by size of the heap" : "Memory that became the child's own", string.Join(' ', points.Where(point => point.Length > 0)), across ?? "elements (count)", "growth of USS (MB)",
            [.. groups.SelectMany((group, i) => LinesOf([.. group], group.Key, isOnly: groups.Count == 1, i % 2 == 0 ? Palette.Uss : Palette.Pss))]);
    }

    /// <summary>How big the heaps of experiments are: the root alone beside all that it reaches; in MB of 1,024 kB.</summary>
    /// <param name="reports">One experiment for each heap.</param>
    public static Chart DeepSizes(params Report[] reports) => DeepSizes(reports.Select(report => $"{report.Runtime}, {Wording.Of(report.Heap)}"), [.. reports.Select(report => report.DeepSize)]);

    /// <summary>The same of heaps without a run.</summary>
    /// <param name="heaps">What <see cref="Laboratory.SizeAsync"/> returned, in order.</param>
    public static Chart DeepSizes(params AllocatedHeap[] heaps) => DeepSizes(heaps.Select(heap => Wording.Of(heap.Heap)), [.. heaps.Select(heap => heap.DeepSize)]);

    private static Chart DeepSizes(IEnumerable<string> names, HeapSize?[] sizes)
    {
        object[] labels = [.. Wording.Numbered([.. names])];
        List<double?> deep = [.. sizes.Select(size => Numbers.Megabytes(size?.Bytes))];
        return new Chart("Size of the heap", Findings.Extremes(labels, deep, "MB with all that it reaches"), "heap", "size (MB)",
            new Series("the root alone (shallow)", Look.Bar, Palette.Pss, labels, [.. sizes.Select(size => Numbers.Megabytes(size?.ShallowBytes))]),
            new Series("all that it reaches (deep)", Look.Bar, Palette.Uss, labels, deep));
    }

    private static IEnumerable<Series> LinesOf(Report[] reports, string name, bool isOnly, string colour)
    {
        object[] values = [.. reports.Select(report => (object)(report.Heap.Count ?? 0))];
        yield return new Series($"USS, {name}", Look.Line, colour, values, [.. reports.Select(report => Grown(report.UssGrowthPages))]);
        var predicted = reports.Select(report => Grown(report.PredictedPages + (report.NoopUssGrowthPages ?? 0))).ToArray();
        if (predicted.Any(pages => pages is not null)) yield return new Series(isOnly ? "USS, predicted" : $"predicted, {name}", Look.Predicted, Palette.Prediction, values, predicted);
    }

    // A formula that divides by the value has no figure at 0.
    private static double? Known(double figure) => double.IsFinite(figure) ? figure : null;

    private static double? Grown(long? pages) => Numbers.Megabytes(pages * Run.PageSize);
}
