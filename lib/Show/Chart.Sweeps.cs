using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>The same cells with other values, and heaps without a run.</content>
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
            [.. reports.Select(double? (report) => predicted is null ? report.PredictedPages : predicted(report.Heap.Count ?? 0))]);
        var point = Findings.FirstAndLast("Copied", [.. values.Zip(copied, (one, pages) => ($"with {Numbers.Count((long)one)}", pages))], "pages");
        return new Chart($"Pages copied, by {value}", point, $"{value} (count)", "pages that the child copied (count)",
        [
            new Series("pages copied", Look.Line, Palette.Uss, values, copied),
            .. formula.Y.Any(pages => pages is not null) ? [formula] : Array.Empty<Series>(),
        ]);
    }

    /// <summary>How big heaps are: the root alone beside all that it reaches; in MB of 1,024 kB.</summary>
    /// <param name="heaps">What <see cref="Laboratory.SizeAsync"/> returned, in order.</param>
    public static Chart DeepSizes(params AllocatedHeap[] heaps)
    {
        object[] labels = [.. Wording.Numbered([.. heaps.Select(heap => Wording.Of(heap.Heap))])];
        List<double?> deep = [.. heaps.Select(heap => Numbers.Megabytes(heap.DeepSize?.Bytes))];
        return new Chart("Size of the heap", Findings.Extremes(labels, deep, "MB with all that it reaches"), "heap", "size (MB)",
            new Series("the root alone (shallow)", Look.Bar, Palette.Pss, labels, [.. heaps.Select(heap => Numbers.Megabytes(heap.DeepSize?.ShallowBytes))]),
            new Series("all that it reaches (deep)", Look.Bar, Palette.Uss, labels, deep));
    }
}
