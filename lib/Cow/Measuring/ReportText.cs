using CowNotebooks.Lab;
using Spectre.Console;

namespace CowNotebooks.Cow.Measuring;

/// <summary>A report for a person, in 80 columns, a row for each figure: sizes in kB of 1024 bytes.</summary>
internal static class ReportText
{
    public static void Write(Report report, bool pages)
    {
        var deep = report.DeepSizeBytes is { } bytes ? $", {bytes:N0} bytes" : "";
        Terminal.WriteParagraph($"{report.RuntimeVersion}: {FigureText.Of(report.Heap)}{deep}; the child runs '{report.Workload.Name}' (gc {report.Gc.Name})");
        Console.WriteLine();
        Terminal.Write(Processes(report));
        Terminal.Write(Figures(report));
        if (report.Reconciliation is { Verdict: Verdict.Agree, Sentence: var agreement }) Terminal.WriteParagraph(agreement);
        WriteOwn(report);
        if (pages) MicroscopeText.WritePages(report.Run);
        if (report.Run.Faults is { } faults) MicroscopeText.WriteFaults(faults);
        // An unfinished run is reported on standard error.
        foreach (var note in report.Notes) Terminal.WriteParagraph($"! {note}", indent: 2);
    }

    /// <summary>The parts that only a run of own code has: its output, its value, and the repeats.</summary>
    private static void WriteOwn(Report report)
    {
        if (report.Workload.Code is not null && report.Run.Output.Length > 0)
        {
            Console.WriteLine("It printed:");
            foreach (var line in report.Run.Output.TrimEnd('\n').Split('\n')) Console.WriteLine($"  {Terminal.Printable(line.Replace("\t", "    "))}");
        }

        if (report.Workload.Code is not null && report.Run.Value is { } value) Terminal.WriteParagraph($"Its value: {value}", indent: 2);
        if (report.Repeated.Count == 0) return;
        var table = Terminal.Table(2, "pages, run", "copied", "identical", "USS growth", "min_flt");
        foreach (var (run, number) in report.Repeated.Prepend(report.Run).Select((run, i) => (run, i + 1)))
            Terminal.AddRow(table, run.Outcome.IsCompleted ? $"{number}" : $"{number}, not finished", FigureText.Count(run.Copied?.Count),
                FigureText.Count(run.Identical), FigureText.Count(run.UssGrowthPages), FigureText.Count(run.MinorFaultGrowth));
        Terminal.Write(table);
    }

    private static Table Processes(Report report)
    {
        var table = Terminal.Table(2, "", "child before", "child after", "parent before", "parent after");
        foreach (var figure in FigureTable.OfProcess)
        {
            Measurement?[] measured = [report.Before.Child, report.After?.Child, report.Before.Parent, report.After?.Parent];
            Terminal.AddRow(table, [figure.Heading, .. measured.Select(one => FigureText.Count(figure.Shown(one?[figure])))]);
        }

        return table;
    }

    private static Table Figures(Report report)
    {
        var table = Terminal.Table(2, "", "child", "doing nothing", "difference");
        var baselines = FigureTable.OfReport.Select(figure => figure.Baseline).ToHashSet();
        foreach (var figure in FigureTable.OfReport.Where(figure => !figure.IsOfHeap && !baselines.Contains(figure)))
        {
            var (value, nothing) = (figure.Of(report), figure.Baseline?.Of(report));
            Terminal.AddRow(table, figure.Heading, FigureText.Count(figure.Shown(value)),
                figure.Baseline is null ? "" : FigureText.Count(figure.Shown(nothing)), figure.Baseline is null ? "" : FigureText.Count(figure.Shown(value - nothing)));
        }

        return table;
    }
}
