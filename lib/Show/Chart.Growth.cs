using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Live;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>How the child's memory grows during a run.</content>
public sealed partial class Chart
{
    /// <summary>The child's USS and PSS while it works, with the USS that was predicted; in MB of 1,024 kB.</summary>
    /// <param name="report">The report; the prediction includes what a child that does nothing takes.</param>
    /// <param name="guess">The pages that a reader guessed, a dotted line; null when there is no guess.</param>
    public static Chart Growth(Report report, long? guess = null) => Growth(report.Run.By, report.Run.Points, report.Run.Predicted, report.NoopUssGrowthPages, guess, Wording.Title(report));

    /// <summary>
    /// A run in slices: USS and PSS of the process that ran it, with the USS that was predicted; in MB of 1,024 kB. A run in one go: the pages it gained, by
    /// the CPU time that it used (<see cref="Run.Curve"/>).
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="guess">The pages that a reader guessed, a dotted line; null when there is no guess.</param>
    public static Chart Growth(Run run, long? guess = null) =>
        run.Curve.IsThere ? Growth(run, run.Curve.Value, guess) : Growth(run.By, run.Points, run.Predicted, null, guess, Wording.Title(run));

    /// <summary>What <see cref="LiveChart.RunAsync"/> shows during a run: the curve so far, and how many slices are done.</summary>
    /// <param name="run">The run, as far as it has come.</param>
    public static Chart Growth(RunProgress run) =>
        Growth(Role.Child, run.Points, run.Prediction.Value?.Pages, null, null, $"'{run.Workload.Name}', {Numbers.Count(run.Done)} of {Numbers.Count(run.Slices)} slices")
            .Under(ProgressBar.Of(run.Done, run.Slices));

    /// <summary>The chart of a run that has not begun: <c>display(Chart.NotStarted).Update</c> is what <see cref="LiveChart.RunAsync"/> takes.</summary>
    public static Chart NotStarted =>
        new Chart("Memory of the child: waiting for the first slice", "", SliceSeries.XTitle, "memory of the child (MB)", new Series("USS", Look.Line, Palette.Uss, [], []))
            .Under(ProgressBar.NotStarted);

    private static Chart Growth(Run run, GrowthCurve curve, long? guess)
    {
        var end = curve.Points[^1].CpuTime.TotalMilliseconds;
        // Without a trace the curve is of all minor faults, whatever they did.
        var (what, unit, done) = curve.IsSampled ? ("minor faults, sampled as the kernel refuses their trace", "minor faults", "taken") : ("copied and new pages", "pages", "gained");
        var point = $"{Numbers.Count(curve.Points[^1].Pages)} {unit} {done} in {Numbers.Figure(Math.Round(end, 1))} ms of CPU time.{Findings.Predicted(run.Predicted, "pages")}";
        return new Chart($"{(curve.IsSampled ? "Minor faults" : "Pages")} of the {Wording.Of(run.By)}: {Wording.Title(run)}", point, "CPU time of the run (ms)", $"{unit} {done} (count)",
        [
            new Series(what, Look.Line, Palette.Uss, [.. curve.Points.Select(point => (object)point.CpuTime.TotalMilliseconds)], [.. curve.Points.Select(point => (double?)point.Pages)]),
            .. run.Predicted is { } pages ? [new Series("pages, predicted", Look.Predicted, Palette.Prediction, [0.0, end], [pages, pages])] : Array.Empty<Series>(),
            .. guess is { } guessed ? [new Series(SliceSeries.Guess, Look.Guess, Palette.Guess, [0.0, end], [guessed, guessed])] : Array.Empty<Series>(),
        ]);
    }

    private static Chart Growth(Role by, IReadOnlyList<Point> points, long? predicted, long? noop, long? guess, string what)
    {
        var start = points is [var first, ..] ? first.Snapshot.Of(by).UssBytes : 0;
        double? Predicted(double pages) => Numbers.Megabytes(start + (long)(pages * Run.PageSize));
        var point = Findings.FirstAndLast("USS", [.. points.Select(point => ($"at {Numbers.Share(point.Progress)}", Numbers.Megabytes(point.Snapshot.Of(by).UssBytes)))], "MB")
            + Findings.Predicted(predicted + (noop ?? 0) is { } pages ? Predicted(pages) : null, "MB");
        return new Chart($"Memory of the {Wording.Of(by)}: {what}", point, SliceSeries.XTitle, $"memory of the {Wording.Of(by)} (MB)",
        [
            SliceSeries.Measured(by, points, "USS", Palette.Uss, process => Numbers.Megabytes(process.UssBytes)),
            SliceSeries.Measured(by, points, "PSS", Palette.Pss, process => Numbers.Megabytes(process.PssBytes)),
            .. SliceSeries.Predicted(predicted, noop, "USS, predicted", Predicted),
            .. SliceSeries.Guessed(guess, Predicted),
        ]);
    }
}
