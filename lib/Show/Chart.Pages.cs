using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>Page by page: which pages were copied, and in which words the copies differ.</content>
public sealed partial class Chart
{
    /// <summary>
    /// The anonymous pages of the process that ran in the order of addresses, a cell each: shared, copied (identical or differing), new. With more than 20,000
    /// pages a cell stands for several. A slider goes through the slices, when the run kept them (<see cref="LabOptions.PagesBySlice"/>).
    /// </summary>
    /// <param name="run">The run.</param>
    /// <exception cref="LabUsageException">No page map was read during this run.</exception>
    public static Chart PageMap(Run run)
    {
        if (run.Pages is not { } pages) throw new LabUsageException($"There is no page map to show: {run.PageMap.Why}", "Run the workload again.");
        var grid = PageGrid.Of(run, pages);
        return new Chart(new PageMapPlot($"Pages of the {Wording.Of(run.By)}: {Wording.Title(run)} ({grid.Scale})", grid));
    }

    /// <summary>In which words of the objects the copies differ from the originals, in bytes.</summary>
    /// <param name="runs">The runs, in order; one without a comparison has no bars.</param>
    public static Chart Words(params Run[] runs)
    {
        object[] words = [.. runs.SelectMany(run => run.Diff?.Words ?? []).Select(word => word.Word).Distinct()];
        var bytes = words.Select(word => (double?)runs.Sum(run => run.Diff?.Words.Where(one => one.Word == (string)word).Sum(one => one.Bytes))).ToList();
        return new Chart("Where the copies differ from the originals", Findings.Extremes(words, bytes, "bytes that differ"),
            "word of an object, or mapping", "bytes that differ (count)", [.. runs.Select((run, i) => new Series(
            $"{run.Workload.Name}: {Numbers.Count(run.Identical)} of {Numbers.Count(run.Copied?.Count)} copies identical", Look.Bar, Palette.Nth(i),
            words.Length > 0 ? words : ["none"],
            words.Length > 0 ? [.. words.Select(word => (double?)run.Diff?.Words.Where(one => one.Word == (string)word).Sum(one => one.Bytes))] : [run.Diff is null ? null : 0]))]);
    }
}
