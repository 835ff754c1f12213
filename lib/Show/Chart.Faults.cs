using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>Page faults: how many, and what they did.</content>
public sealed partial class Chart
{
    /// <summary>The child's minor faults while it works, with those that were predicted.</summary>
    /// <param name="report">The report; the prediction includes what a child that does nothing takes.</param>
    public static Chart MinorFaults(Report report) => MinorFaults(report.Run.By, report.Run.Points, report.Run.Predicted, report.NoopMinorFaults, Wording.Title(report));

    /// <summary>The minor faults of the process that ran, with those that were predicted.</summary>
    /// <param name="run">The run.</param>
    public static Chart MinorFaults(Run run) => MinorFaults(run.By, run.Points, run.Predicted, null, Wording.Title(run));

    /// <summary>Faults by what they did: only one kind of them is a copy.</summary>
    /// <param name="traces">What each bar group is called, and its faults: <see cref="Run.Faults"/>; null when they were not traced.</param>
    public static Chart Faults(params (string Label, FaultTrace? Faults)[] traces)
    {
        object[] labels = [.. Wording.Numbered([.. traces.Select(trace => trace.Label)])];
        var causes = Enum.GetValues<FaultCause>().Where(cause => cause == FaultCause.Copy || traces.Any(trace => trace.Faults?.CountOf(cause) > 0));
        var copies = traces.Zip(labels, (trace, label) => trace.Faults is { } faults
            ? $"{label}: {Numbers.Count(faults.CountOf(FaultCause.Copy))} of {Numbers.Count(faults.Count)} faults are copies."
            : $"{label}: not traced.");
        return new Chart("What the page faults did", string.Join(' ', copies), "who did what", "faults (count)", [.. causes.Select(cause => new Series(
            cause.ToString().ToLowerInvariant(), Look.Bar, Palette.Of(cause), labels, [.. traces.Select(trace => (double?)trace.Faults?.CountOf(cause))]))]);
    }

    private static Chart MinorFaults(Role by, IReadOnlyList<Point> points, long? predicted, long? noop, string what)
    {
        var start = points is [var first, ..] ? first.Snapshot.Of(by).MinorFaults : 0;
        var point = Findings.FirstAndLast("Minor faults", [.. points.Select(point => ($"at {Numbers.Share(point.Progress)}", (double?)(point.Snapshot.Of(by).MinorFaults - start)))], "faults")
            + Findings.Predicted(predicted + (noop ?? 0), "faults");
        return new Chart($"Minor faults of the {Wording.Of(by)}: {what}", point, SliceSeries.XTitle, "minor faults since the start (count)",
        [
            SliceSeries.Measured(by, points, "min_flt", Palette.Faults, process => process.MinorFaults - start),
            .. SliceSeries.Predicted(predicted, noop, "min_flt, predicted", pages => pages),
        ]);
    }
}
