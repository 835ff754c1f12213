using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Show.Drawing;

namespace CowNotebooks.Show;

public sealed partial class Chart
{
    /// <summary>
    /// The child's anonymous pages in the order of addresses, a cell each: shared with the parent, copied (identical or differing), new. With more than 20,000
    /// pages a cell stands for several. A slider goes through the slices, when the run kept them (<see cref="LabOptions.PagesBySlice"/>).
    /// </summary>
    /// <param name="run">The run.</param>
    /// <exception cref="LabUsageException">No page map was read during this run.</exception>
    public static Chart PageMap(Run run)
    {
        if (run.Pages is not { } pages) throw new LabUsageException($"There is no page map to show: {run.PageMap.Why}", "Run the workload again.");
        var grid = PageGrid.Of(run, pages);
        var title = $"Pages of the child: '{run.Workload.Name}' ({grid.Scale})";
        return new Chart(title, PageGridFigure.Json(title, grid), $"{grid.Cells.Count:N0} cells in rows of {PageGrid.Columns}, by address", PageGridFigure.Names);
    }

    /// <summary>In which words of the objects the copies differ from the originals, in bytes.</summary>
    /// <param name="runs">The runs, in order; one without a comparison has no bars.</param>
    public static Chart Words(params Run[] runs)
    {
        object[] words = [.. runs.SelectMany(run => run.Diff?.Words ?? []).Select(word => word.Word).Distinct()];
        return new Chart("Where the copies differ from the originals", "word of an object, or mapping", "bytes that differ (count)", [.. runs.Select((run, i) => new Series(
            $"{run.Workload.Name}: {Figures.Count(run.Identical)} of {Figures.Count(run.Copied?.Count)} copies identical", Look.Bar, Colours.Of(i),
            words.Length > 0 ? words : ["none"],
            words.Length > 0 ? [.. words.Select(word => (double?)run.Diff?.Words.Where(one => one.Word == (string)word).Sum(one => one.Bytes))] : [run.Diff is null ? null : 0]))]);
    }

    /// <summary>Faults by what they did: only one kind of them is a copy.</summary>
    /// <param name="traces">What each bar group is called, and its faults: <see cref="Run.Faults"/>; null when they were not traced.</param>
    public static Chart Faults(params (string Label, FaultTrace? Faults)[] traces)
    {
        object[] labels = [.. Numbered([.. traces.Select(trace => trace.Label)])];
        var causes = Enum.GetValues<FaultCause>().Where(cause => cause == FaultCause.Copy || traces.Any(trace => trace.Faults?.CountOf(cause) > 0));
        return new Chart("What the page faults did", "who did what", "faults (count)", [.. causes.Select(cause => new Series(
            cause.ToString().ToLowerInvariant(), Look.Bar, Colours.Of((int)cause), labels, [.. traces.Select(trace => (double?)trace.Faults?.CountOf(cause))]))]);
    }

    /// <summary>Pages predicted against pages copied, one mark a report; on the dashed line both are the same.</summary>
    /// <param name="reports">The reports; those without a prediction are left out.</param>
    public static Chart Agreement(params Report[] reports)
    {
        var known = reports.Where(report => report is { PredictedPages: not null, CopiedPages: not null }).ToList();
        var most = known.Select(report => Math.Max(report.PredictedPages!.Value, report.CopiedPages!.Value)).DefaultIfEmpty(1).Max();
        return new Chart("Predicted and measured", "pages predicted (count)", "pages copied (count)",
        [
            .. known.GroupBy(report => report.Workload.Name).Select((group, i) => new Series(
                group.Key, Look.Mark, Colours.Of(i), [.. group.Select(report => (object)report.PredictedPages!.Value)], [.. group.Select(report => (double?)report.CopiedPages)])),
            new Series("predicted = copied", Look.Predicted, Colours.Prediction, [0L, most], [0, most]),
        ]);
    }

    // Two bars of the same name would be drawn as one.
    private static IEnumerable<string> Numbered(List<string> labels) =>
        labels.Select((label, i) => labels.IndexOf(label) == i ? label : $"{label} ({labels.Take(i).Count(one => one == label) + 1})");
}
