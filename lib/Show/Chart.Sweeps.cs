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
    /// <param name="guess">The pages that a reader guessed, a dotted line; null when there is no guess.</param>
    public static Chart Sweep(string value, Report[] reports, Func<long, double>? predicted = null, long? guess = null) => Swept(
        reports, $"Pages copied, by {value}", $"{value} (count)", "pages that the child copied (count)", "Copied", "pages copied", "pages", pages => pages, report => report.CopiedPages,
        report => predicted is null ? report.PredictedPages : predicted(report.Heap.Count ?? 0), guess);

    /// <summary>Growth of the child's USS against what a sweep changed, with the prediction where there is one; a line for each workload; in MB of 1,024 kB.</summary>
    /// <param name="reports">One experiment for each value: <see cref="Laboratory.SweepAsync"/>.</param>
    /// <param name="across">What was changed, with its unit, for the axis; null when it is the size of the heap.</param>
    /// <param name="guess">The pages that a reader guessed, a dotted line; null when there is no guess.</param>
    public static Chart Sizes(Report[] reports, string? across = null, long? guess = null) => Swept(
        reports, across is null ? "Memory that the child copied, by size of the heap" : "Memory that became the child's own", across ?? "elements (count)", "growth of USS (MB)",
        "Growth of USS", "USS", "MB", pages => Numbers.Megabytes((long?)(pages * Run.PageSize)),
        report => report.UssGrowthPages, report => report.PredictedPages + (report.NoopUssGrowthPages ?? 0), guess);

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

    // A line for each workload; figures are in pages, and shown as the unit asks.
    private static Chart Swept(
        Report[] reports, string title, string across, string up, string finding,
        string name, string unit, Func<double?, double?> shown, Func<Report, double?> measured, Func<Report, double?> predicted, long? guess)
    {
        var groups = reports.GroupBy(report => report.Workload.Name).ToList();
        var (points, series) = (new List<string>(), new List<Series>());
        foreach (var (i, group) in groups.Index())
        {
            object[] values = [.. group.Select(report => (object)(report.Heap.Count ?? 0))];
            List<double?> figures = [.. group.Select(report => shown(measured(report)))];
            // A formula that divides by the value has no figure at 0.
            List<double?> formula = [.. group.Select(report => predicted(report) is { } pages && double.IsFinite(pages) ? shown(pages) : null)];
            points.Add(Findings.FirstAndLast(groups.Count == 1 ? finding : $"{finding}, {group.Key}",
                [.. values.Zip(figures, (value, figure) => ($"with {Numbers.Count((long)value)}", figure))], unit));
            series.Add(new(groups.Count == 1 ? name : $"{name}, {group.Key}", Look.Line, Palette.Nth(i), values, figures));
            if (formula.Any(pages => pages is not null)) series.Add(new(groups.Count == 1 ? "predicted" : $"predicted, {group.Key}", Look.Predicted, Palette.Prediction, values, formula));
        }

        object[] ends = [.. series.SelectMany(one => one.X).OfType<long>().Order().Cast<object>()];
        if (guess is not null && ends is [var first, .., var last]) series.Add(new(SliceSeries.Guess, Look.Guess, Palette.Guess, [first, last], [shown(guess), shown(guess)]));
        return new Chart(title, string.Join(' ', points.Where(point => point.Length > 0)), across, up, series);
    }
}
