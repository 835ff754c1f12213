using CowNotebooks.Lab;
using CowNotebooks.Procfs.Pages;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>Experiments and runs side by side.</content>
public sealed partial class Table
{
    /// <summary>Experiments side by side, one row each, in pages.</summary>
    /// <param name="reports">The reports, in order.</param>
    public static Table Compare(params Report[] reports)
    {
        // A column for the collector only when it was set for one of them, as a setting and not in a cell.
        var settings = reports.Any(report => report.Gc != Gc.Default);
        // A column for how they ended, only when one of them did not simply complete.
        var endings = reports.Any(report => Wording.Ending(report) != Wording.Completed);
        return new(
            $"What the child copied. A page is {Numbers.Count(Run.PageSize)} bytes; an identical page is copied, yet not one byte differs. Faults are minor faults, less those of a child that does nothing.",
            [
                new("Runtime", IsNumber: false), new("Workload", IsNumber: false),
                .. settings ? [new Column("GC", IsNumber: false)] : Array.Empty<Column>(), new("Predicted pages"), new("Copied pages"),
                new("Identical pages"), new("USS growth pages"), new("Faults less baseline"), .. endings ? [new Column("Outcome", IsNumber: false)] : Array.Empty<Column>(),
            ],
            reports.Select(string[] (report) =>
            [
                report.Runtime, report.Workload.Name, .. settings ? [report.Gc.Name] : Array.Empty<string>(), Numbers.Count(report.PredictedPages), Numbers.Count(report.CopiedPages),
                Numbers.Count(report.IdenticalPages), Numbers.Count(report.UssGrowthPages), Numbers.Count(report.MinorFaultGrowth - report.NoopMinorFaults),
                .. endings ? [Wording.Ending(report)] : Array.Empty<string>(),
            ]),
            reports.SelectMany(report => report.Warnings.Select(warning => (report.Workload.Name, Warning: warning)))
                .GroupBy(note => note.Warning, note => note.Name)
                .Select(note => note.Count() == reports.Length ? note.Key : $"{string.Join(", ", note.Distinct())}: {note.Key}"));
    }

    /// <summary>One workload in several runtimes, on several heaps: a row for each that was measured or recorded, a note for each that was not.</summary>
    /// <param name="comparison">The experiments.</param>
    public static Table Compare(Comparison comparison) => new(
        $"What a child copied that ran '{comparison.Workload.Name}'. A page is {Numbers.Count(Run.PageSize)} bytes; an identical page is copied, yet not one byte differs. Faults are minor faults, less those of a child that does nothing.",
        [
            new("Runtime", IsNumber: false), new("Heap", IsNumber: false), new("Elements"), new("Copied pages"), new("per 1,000 elements"), new("Identical"), new("Faults less baseline"),
            new("Figures", IsNumber: false),
        ],
        comparison.Rows.Where(row => row.Report is not null).Select(string[] (row) =>
        [
            row.Report!.RuntimeVersion, row.Report.Heap.Name, Numbers.Count(row.Report.Heap.Count), Numbers.Count(row.Report.CopiedPages), Numbers.Decimal(row.CopiedPerThousand),
            Numbers.Share(row.IdenticalShare), Numbers.Count(row.FaultsLessBaseline), row.Report.Recorded is not null ? "recorded" : row.Verdict?.ToString().ToLowerInvariant() ?? Numbers.Missing,
        ]),
        comparison.Rows.Where(row => row.Why is not null).Select(row => $"{row.Runtime.Name}: {row.Why}").Distinct());

    /// <summary>Runs side by side, one row each: faults, and what they left behind.</summary>
    /// <param name="runs">The runs, in order.</param>
    public static Table Compare(params Run[] runs) => Compare([.. runs.Select(run => (run.Workload.Name, run))]);

    /// <summary>Runs side by side, one row each: faults, and what they left behind.</summary>
    /// <param name="runs">What each is called, and the run, in order.</param>
    public static Table Compare(params (string Name, Run Run)[] runs) => new(
        $"What the faults of each workload left behind, in pages of {Numbers.Count(Run.PageSize)} bytes. min_flt and maj_flt count faults.",
        [
            new("Workload", IsNumber: false), new("min_flt"), new("maj_flt"), new("Copied pages"), new("New pages"), new("Zero pages"), new("File pages"), new("USS growth pages"),
        ],
        runs.Select(named => RowOf(named.Name, named.Run)),
        runs.Where(named => named.Run.Pages is null).Select(named => $"{named.Name}: {named.Run.PageMap.Why}"));

    private static string[] RowOf(string name, Run run) =>
    [
        name, Numbers.Count(run.MinorFaultGrowth), Numbers.Count(run.MajorFaultGrowth), Numbers.Count(run.Copied?.Count), Numbers.Count(run.Pages?.New.Count),
        Numbers.Count(run.Pages?.Zero.Count), Numbers.Count(run.Pages?.Changes.Count(PageChange.File)), Numbers.Count(run.UssGrowthPages),
    ];
}
