using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;

namespace CowNotebooks.Show;

public sealed partial class Chart
{
    /// <summary>Experiments side by side: growth of USS in pages beside minor faults, with the pages that were predicted.</summary>
    /// <param name="reports">The reports, in order.</param>
    public static Chart Compare(params Report[] reports)
    {
        object[] labels = [.. Labels(reports)];
        var predicted = new Series("pages, predicted", Look.PredictedMark, Colours.Prediction, labels, [.. reports.Select(report => (double?)report.PredictedPages)]);
        return new Chart("Pages that the child copied", "workload", "growth (pages or faults, count)",
        [
            new Series("USS (pages)", Look.Bar, Colours.Uss, labels, [.. reports.Select(report => (double?)report.UssGrowthPages)]),
            new Series("minor faults", Look.Bar, Colours.Faults, labels, [.. reports.Select(report => (double?)report.MinorFaultGrowth)]),
            .. predicted.Y.Any(pages => pages is not null) ? [predicted] : Array.Empty<Series>(),
        ]);
    }

    /// <summary>The first child's PSS against the number of children, with an equal share of all that is resident, dashed; in MB of 1,024 kB.</summary>
    /// <param name="points">What <see cref="Lab.Sharing.MeasureAsync"/> measured.</param>
    public static Chart Sharing(IReadOnlyList<Sharing> points)
    {
        object[] children = [.. points.Select(point => (object)point.Children)];
        return new Chart("What one of K children is charged", "children K (count)", "memory of one child (MB)",
            new Series("PSS", Look.Line, Colours.Pss, children, [.. points.Select(point => (double?)Figures.Megabytes(point.FirstChild.PssBytes))]),
            new Series("RSS / (K + 1), predicted", Look.Predicted, Colours.Prediction, children,
                [.. points.Select(point => (double?)Figures.Megabytes(point.FirstChild.RssBytes / (point.Children + 1)))]),
            new Series("USS", Look.Line, Colours.Uss, children, [.. points.Select(point => (double?)Figures.Megabytes(point.FirstChild.UssBytes))]));
    }

    /// <summary>Growth of the child's USS against the size of the heap; in MB of 1,024 kB.</summary>
    /// <param name="reports">One experiment for each size.</param>
    public static Chart Sizes(Report[] reports)
    {
        object[] counts = [.. reports.Select(report => (object)(report.Heap.Count ?? 0))];
        var predicted = new Series("USS, predicted", Look.Predicted, Colours.Prediction, counts, [.. reports.Select(report => Grown(report.PredictedPages + (report.NoopUssGrowthPages ?? 0)))]);
        return new Chart("Memory that the child copied, by size of the heap", "elements (count)", "growth of USS (MB)",
        [
            .. reports.GroupBy(report => report.Workload.Name).Select((group, i) => new Series(
                $"USS, {group.Key}", Look.Line, i % 2 == 0 ? Colours.Uss : Colours.Pss,
                [.. group.Select(report => (object)(report.Heap.Count ?? 0))], [.. group.Select(report => Grown(report.UssGrowthPages))])),
            .. predicted.Y.Any(pages => pages is not null) ? [predicted] : Array.Empty<Series>(),
        ]);
    }

    /// <summary>How big the heaps of experiments are: the root alone beside all that it reaches; in MB of 1,024 kB.</summary>
    /// <param name="reports">One experiment for each heap.</param>
    public static Chart DeepSizes(params Report[] reports)
    {
        object[] labels = [.. reports.Select(report => $"{report.Runtime}, {Figures.Of(report.Heap)}")];
        return new Chart("Size of the heap", "heap", "size (MB)",
            new Series("the root alone (shallow)", Look.Bar, Colours.Pss, labels, [.. reports.Select(report => Megabytes(report.DeepSize?.ShallowBytes))]),
            new Series("all that it reaches (deep)", Look.Bar, Colours.Uss, labels, [.. reports.Select(report => Megabytes(report.DeepSizeBytes))]));
    }

    private static double? Grown(long? pages) => Megabytes(pages * Run.PageSize);

    private static double? Megabytes(long? bytes) => bytes is { } known ? Figures.Megabytes(known) : null;

    // Names what differs; two of the same name would be drawn as one bar.
    private static IEnumerable<string> Labels(Report[] reports)
    {
        var manyRuntimes = reports.Select(report => report.Runtime).Distinct().Count() > 1;
        var manyHeaps = reports.Select(report => report.Heap).Distinct().Count() > 1;
        var labels = reports.Select(report => (manyRuntimes ? $"{report.Runtime} " : "") + report.Workload.Name
            + (report.Gc == Gc.Default ? "" : $", gc {report.Gc.Name}") + (manyHeaps ? $", {Figures.Of(report.Heap)}" : "")).ToList();
        return Numbered(labels);
    }
}
