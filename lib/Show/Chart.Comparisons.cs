using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>Experiments side by side.</content>
public sealed partial class Chart
{
    /// <summary>Experiments side by side: copied pages where they are not the growth of USS, that growth in pages, and minor faults, with the pages that were predicted.</summary>
    /// <param name="reports">The reports, in order.</param>
    public static Chart Compare(params Report[] reports) => Compare(reports, guess: null, of: null);

    /// <summary>The same, with the pages that a reader guessed of one of them, dotted.</summary>
    /// <param name="reports">The reports, in order.</param>
    /// <param name="guess">The guess; null when there is none.</param>
    /// <param name="of">The report that the guess is of.</param>
    /// <exception cref="LabUsageException">It is none of the reports.</exception>
    public static Chart Compare(Report[] reports, long? guess, Report? of)
    {
        object[] labels = [.. Wording.Labels(reports)];
        var guessed = Array.FindIndex(reports, report => ReferenceEquals(report, of));
        if (guess is not null && guessed < 0)
            throw new LabUsageException("The guess is of an experiment that is not in the chart.", "Say of which: Chart.Compare([first, second], guess, of: second).");
        var predicted = new Series("pages, predicted", Look.PredictedMark, Palette.Prediction, labels, [.. reports.Select(report => (double?)report.PredictedPages)]);
        List<double?> grown = [.. reports.Select(report => (double?)report.UssGrowthPages)];
        List<double?> copied = [.. reports.Select(report => (double?)report.CopiedPages)];
        return new Chart("Growth of USS, and minor faults", Findings.Extremes(labels, grown, "pages of USS"), "workload", "growth (pages or faults, count)",
        [
            .. grown.Zip(copied).Any(both => both.Second is not null && both.Second != both.First) ? [new Series("copied (pages)", Look.Bar, Palette.Pss, labels, copied)] : Array.Empty<Series>(),
            new Series("USS (pages)", Look.Bar, Palette.Uss, labels, grown),
            new Series("minor faults", Look.Bar, Palette.Faults, labels, [.. reports.Select(report => (double?)report.MinorFaultGrowth)]),
            .. predicted.Y.Any(pages => pages is not null) ? [predicted] : Array.Empty<Series>(),
            .. guess is { } pages ? [new Series(SliceSeries.Guess, Look.GuessMark, Palette.Guess, [labels[guessed]], [pages])] : Array.Empty<Series>(),
        ]);
    }

    /// <summary>One workload in several runtimes, on several heaps: pages copied for each 1,000 elements, and how many of them are identical; with the prediction where there is one.</summary>
    /// <param name="comparison">The experiments.</param>
    public static Chart Compare(Comparison comparison)
    {
        var rows = comparison.Rows.Where(row => row.Report is not null).ToList();
        object[] labels = [.. Wording.Numbered([.. rows.Select(row => $"{row.Report!.RuntimeVersion}, {row.Report.Heap.Name}")])];
        var predicted = new Series("predicted", Look.PredictedMark, Palette.Prediction, labels, [.. rows.Select(row => 1_000.0 * row.Report!.PredictedPages / row.Report.Heap.Count)]);
        List<double?> copied = [.. rows.Select(row => row.CopiedPerThousand)];
        return new Chart($"What '{comparison.Workload.Name}' copies", Findings.Extremes(labels, copied, "pages for each 1,000 elements"), "runtime and heap", "pages for each 1,000 elements (count)",
        [
            new Series("copied", Look.Bar, Palette.Uss, labels, copied),
            new Series("of these identical", Look.Bar, Palette.Pss, labels, [.. rows.Select(row => row.CopiedPerThousand * row.IdenticalShare)]),
            .. predicted.Y.Any(pages => pages is not null) ? [predicted] : Array.Empty<Series>(),
        ]);
    }

    /// <summary>The first child's PSS against the number of children, with an equal share of all that is resident, dashed; in MB of 1,024 kB.</summary>
    /// <param name="points">What <see cref="Lab.Sharing.MeasureAsync"/> measured.</param>
    public static Chart Sharing(IReadOnlyList<Sharing> points)
    {
        object[] children = [.. points.Select(point => (object)point.Children)];
        var point = Findings.FirstAndLast("PSS of one child", [.. points.Select(point => ($"with K = {point.Children}", Numbers.Megabytes(point.FirstChild.PssBytes)))], "MB");
        return new Chart("What one of K children is charged", point, "children K (count)", "memory of one child (MB)",
            new Series("PSS", Look.Line, Palette.Pss, children, [.. points.Select(point => Numbers.Megabytes(point.FirstChild.PssBytes))]),
            new Series("RSS / (K + 1), predicted", Look.Predicted, Palette.Prediction, children,
                [.. points.Select(point => Numbers.Megabytes(point.FirstChild.RssBytes / (point.Children + 1)))]),
            new Series("USS", Look.Line, Palette.Uss, children, [.. points.Select(point => Numbers.Megabytes(point.FirstChild.UssBytes))]));
    }

    /// <summary>Pages predicted against pages copied, one mark a report; on the dashed line both are the same.</summary>
    /// <param name="reports">The reports; those without a prediction are left out.</param>
    public static Chart Agreement(params Report[] reports)
    {
        var known = reports.Where(report => report is { PredictedPages: not null, CopiedPages: not null }).ToList();
        var most = known.Select(report => Math.Max(report.PredictedPages!.Value, report.CopiedPages!.Value)).DefaultIfEmpty(1).Max();
        var apart = known.Select(report => Math.Abs(report.PredictedPages!.Value - report.CopiedPages!.Value)).DefaultIfEmpty(0).Max();
        return new Chart("Predicted and measured", known.Count == 0 ? "" : $"Predicted and copied pages differ by {Numbers.Count(apart)} at most.", "pages predicted (count)", "pages copied (count)",
        [
            .. known.GroupBy(report => report.Workload.Name).Select((group, i) => new Series(
                group.Key, Look.Mark, Palette.Nth(i), [.. group.Select(report => (object)report.PredictedPages!.Value)], [.. group.Select(report => (double?)report.CopiedPages)])),
            new Series("predicted = copied", Look.Predicted, Palette.Prediction, [0L, most], [0, most]),
        ]);
    }
}
