using System.Globalization;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Measuring;

/// <summary>Experiments side by side, a row each, in 80 columns; then what could not be measured, a line each.</summary>
internal static class ComparisonText
{
    public static void Write(Comparison comparison)
    {
        if (comparison.Reports.Count > 0)
        {
            Terminal.WriteParagraph($"What a child copied that ran '{comparison.Workload.Name}'; pages per 1,000 elements.");
            Console.WriteLine();
            var table = Terminal.Table(2, "", "copied", "per 1,000", "identical", "faults", "figures");
            foreach (var row in comparison.Rows.Where(row => row.Report is not null))
            {
                Terminal.AddRow(table, Name(row.Report!), FigureText.Count(row.Report!.CopiedPages), row.CopiedPerThousand?.ToString("N2", CultureInfo.InvariantCulture) ?? FigureText.Missing,
                    row.IdenticalShare?.ToString("P0", CultureInfo.InvariantCulture) ?? FigureText.Missing, FigureText.Count(row.FaultsLessBaseline),
                    row.Verdict is { } verdict ? ReconciliationJson.Name(verdict) : FigureText.Missing);
            }

            Terminal.Write(table);
            Terminal.WriteParagraph("Identical: of the copied pages those in which not one byte differs. Faults: minor faults, less those of a child that does nothing.");
        }

        foreach (var row in comparison.Rows.Where(row => row.Why is not null))
            Terminal.WriteParagraph($"! {string.Join(", ", new[] { row.Runtime.Name, row.Heap?.Name }.OfType<string>())}: {row.Why!.Split('\n')[^1]}", indent: 2);
    }

    /// <summary>"CPython 3.11.2, integers".</summary>
    private static string Name(Report report) => $"{report.RuntimeVersion}, {report.Heap.Name}";
}

/// <summary>What <c>cow compare --json</c> prints: the figures that are compared, and the whole report as <c>cow measure --json</c> prints it.</summary>
internal static class ComparisonJson
{
    public static object Of(Comparison comparison, bool pages = false, bool faults = false) => new
    {
        workload = comparison.Workload.Name,
        rows = comparison.Rows.Select(row => new
        {
            runtime = row.Runtime.Name,
            program = row.Runtime.Program,
            heap = row.Heap?.Name,
            copiedPagesPerThousand = row.CopiedPerThousand,
            identicalShare = row.IdenticalShare,
            faultsLessBaseline = row.FaultsLessBaseline,
            verdict = row.Verdict is { } verdict ? ReconciliationJson.Name(verdict) : null,
            why = row.Why,
            report = row.Report is { } report ? ReportJson.Of(report, pages, faults) : null,
        }).ToList(),
    };
}
