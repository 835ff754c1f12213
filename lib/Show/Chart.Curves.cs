using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;

namespace CowNotebooks.Show;

public sealed partial class Chart
{
    private const string Done = "share of the workload done (%)";

    /// <summary>The child's USS and PSS while it works, with the USS that was predicted; in MB of 1,024 kB.</summary>
    /// <param name="report">The report; the prediction includes what a child that does nothing takes.</param>
    public static Chart Growth(Report report) => Growth(report.Run, report.NoopUssGrowthPages, Title(report));

    /// <summary>The child's USS and PSS while it works, with the USS that was predicted; in MB of 1,024 kB.</summary>
    /// <param name="run">The run.</param>
    public static Chart Growth(Run run) => Growth(run, null, $"'{run.Workload.Name}'");

    /// <summary>The child's minor faults while it works, with those that were predicted.</summary>
    /// <param name="report">The report; the prediction includes what a child that does nothing takes.</param>
    public static Chart MinorFaults(Report report) => MinorFaults(report.Run, report.NoopMinorFaults, Title(report));

    /// <summary>The child's minor faults while it works, with those that were predicted.</summary>
    /// <param name="run">The run.</param>
    public static Chart MinorFaults(Run run) => MinorFaults(run, null, $"'{run.Workload.Name}'");

    private static Chart Growth(Run run, long? noop, string what)
    {
        var start = run.Before.Child.UssBytes;
        return new Chart($"Memory of the child: {what}", Done, "memory of the child (MB)",
        [
            Curve(run, "USS", Colours.Uss, child => Figures.Megabytes(child.UssBytes)),
            Curve(run, "PSS", Colours.Pss, child => Figures.Megabytes(child.PssBytes)),
            .. Prediction(run, noop, "USS, predicted", pages => Figures.Megabytes(start + (long)(pages * Run.PageSize))),
        ]);
    }

    private static Chart MinorFaults(Run run, long? noop, string what)
    {
        var start = run.Before.Child.MinorFaults;
        return new Chart($"Minor faults of the child: {what}", Done, "minor faults since the start (count)",
        [
            Curve(run, "min_flt", Colours.Faults, child => child.MinorFaults - start),
            .. Prediction(run, noop, "min_flt, predicted", pages => pages),
        ]);
    }

    private static Series Curve(Run run, string name, string colour, Func<Measurement, double> figure) => new(
        name, Look.Line, colour, [.. run.Points.Select(point => (object)Math.Round(point.Progress * 100, 6))], [.. run.Points.Select(point => (double?)figure(point.Snapshot.Child))]);

    // Workloads go through the heap from end to end, so that pages are copied at an even pace.
    private static IEnumerable<Series> Prediction(Run run, long? noop, string name, Func<double, double> figure)
    {
        if (run.Predicted + (noop ?? 0) is { } pages)
            yield return new Series(name, Look.Predicted, Colours.Prediction, [0.0, 100.0], [figure(0), figure(pages)]);
    }

    private static string Title(Report report) =>
        $"'{report.Workload.Name}' of {Figures.Count(report.Heap.Count)} {report.Heap.Name}, {report.RuntimeVersion}"
        + (report.Gc == Gc.Default ? "" : $", gc {report.Gc.Name}") + (report.Recorded is null ? "" : " (recorded)");
}
