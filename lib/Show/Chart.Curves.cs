using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Show.Drawing;

namespace CowNotebooks.Show;

public sealed partial class Chart
{
    private const string Done = "share of the workload done (%)";

    /// <summary>The child's USS and PSS while it works, with the USS that was predicted; in MB of 1,024 kB.</summary>
    /// <param name="report">The report; the prediction includes what a child that does nothing takes.</param>
    public static Chart Growth(Report report) => Growth(report.Run.Points, report.Run.Predicted, report.NoopUssGrowthPages, Title(report));

    /// <summary>
    /// A run in slices: the child's USS and PSS while it works, with the USS that was predicted; in MB of 1,024 kB. A run in one go: the pages it gained, by
    /// the CPU time that it used (<see cref="Run.Curve"/>).
    /// </summary>
    /// <param name="run">The run.</param>
    public static Chart Growth(Run run) => run.Curve.IsThere ? Growth(run, run.Curve.Value) : Growth(run.Points, run.Predicted, null, $"'{run.Workload.Name}'");

    /// <summary>What <see cref="Live.RunAsync"/> shows in the meantime: the curve so far, and how many slices are done.</summary>
    /// <param name="run">The run, as far as it has come.</param>
    public static Chart Growth(RunProgress run) =>
        Growth(run.Points, run.Prediction.Value?.Pages, null, $"'{run.Workload.Name}', {Figures.Count(run.Done)} of {Figures.Count(run.Slices)} slices")
            .At(new Stage(run.Done, run.Slices, IsLast: false));

    /// <summary>The chart of a run that has not begun.</summary>
    public static Chart Waiting =>
        new Chart("Memory of the child: waiting for the first slice", Done, "memory of the child (MB)", new Series("USS", Look.Line, Colours.Uss, [], []))
            .At(new Stage(0, 1, IsLast: false));

    /// <summary>The child's minor faults while it works, with those that were predicted.</summary>
    /// <param name="report">The report; the prediction includes what a child that does nothing takes.</param>
    public static Chart MinorFaults(Report report) => MinorFaults(report.Run.Points, report.Run.Predicted, report.NoopMinorFaults, Title(report));

    /// <summary>The child's minor faults while it works, with those that were predicted.</summary>
    /// <param name="run">The run.</param>
    public static Chart MinorFaults(Run run) => MinorFaults(run.Points, run.Predicted, null, $"'{run.Workload.Name}'");

    private static Chart Growth(Run run, GrowthCurve curve)
    {
        var end = curve.Points[^1].CpuTime.TotalMilliseconds;
        var what = curve.IsSampled ? "minor faults, sampled as the kernel refuses their trace" : "copied and new pages";
        return new Chart($"Pages of the {(run.By == Role.Child ? "child" : "parent")}: '{run.Workload.Name}'", "CPU time of the run (ms)", "pages gained (count)",
        [
            new Series(what, Look.Line, Colours.Uss, [.. curve.Points.Select(point => (object)point.CpuTime.TotalMilliseconds)], [.. curve.Points.Select(point => (double?)point.Pages)]),
            .. run.Predicted is { } pages ? [new Series("pages, predicted", Look.Predicted, Colours.Prediction, [0.0, end], [pages, pages])] : Array.Empty<Series>(),
        ]);
    }

    private static Chart Growth(IReadOnlyList<Point> points, long? predicted, long? noop, string what)
    {
        var start = points is [var first, ..] ? first.Snapshot.Child.UssBytes : 0;
        return new Chart($"Memory of the child: {what}", Done, "memory of the child (MB)",
        [
            Curve(points, "USS", Colours.Uss, child => Figures.Megabytes(child.UssBytes)),
            Curve(points, "PSS", Colours.Pss, child => Figures.Megabytes(child.PssBytes)),
            .. Predicted(predicted, noop, "USS, predicted", pages => Figures.Megabytes(start + (long)(pages * Run.PageSize))),
        ]);
    }

    private static Chart MinorFaults(IReadOnlyList<Point> points, long? predicted, long? noop, string what)
    {
        var start = points is [var first, ..] ? first.Snapshot.Child.MinorFaults : 0;
        return new Chart($"Minor faults of the child: {what}", Done, "minor faults since the start (count)",
        [
            Curve(points, "min_flt", Colours.Faults, child => child.MinorFaults - start),
            .. Predicted(predicted, noop, "min_flt, predicted", pages => pages),
        ]);
    }

    private static Series Curve(IReadOnlyList<Point> points, string name, string colour, Func<Measurement, double> figure) => new(
        name, Look.Line, colour, [.. points.Select(point => (object)Math.Round(point.Progress * 100, 6))], [.. points.Select(point => (double?)figure(point.Snapshot.Child))]);

    // Workloads go through the heap from end to end, so that pages are copied at an even pace.
    private static IEnumerable<Series> Predicted(long? predicted, long? noop, string name, Func<double, double> figure)
    {
        if (predicted + (noop ?? 0) is { } pages)
            yield return new Series(name, Look.Predicted, Colours.Prediction, [0.0, 100.0], [figure(0), figure(pages)]);
    }

    private static string Title(Report report) =>
        $"'{report.Workload.Name}' of {Figures.Of(report.Heap)}, {report.RuntimeVersion}"
        + (report.Gc == Gc.Default ? "" : $", gc {report.Gc.Name}") + (report.Recorded is null ? "" : " (recorded)");
}
