using System.Globalization;
using CowNotebooks.Lab;
using Spectre.Console;

namespace CowNotebooks.Cow.Measuring;

/// <summary>A report for a person, in 80 columns: sizes in kB of 1024 bytes.</summary>
internal static class ReportText
{
    private const string Missing = "-";

    public static void Write(Report report, bool pages)
    {
        var deep = report.DeepSizeBytes is { } bytes ? $", {bytes:N0} bytes" : "";
        Terminal.WriteParagraph($"{report.RuntimeVersion}: {What(report.Heap)}{deep}; the child runs '{report.Workload.Name}' (gc {report.Gc.Name})");
        Console.WriteLine();
        Terminal.Write(Processes(report));
        Terminal.Write(Figures(report));
        if (report.Reconciliation is { Verdict: Verdict.Agree, Sentence: var agreement }) Terminal.WriteParagraph(agreement);
        WriteOwn(report);
        if (pages) MicroscopeText.WritePages(report.Run);
        if (report.Run.Faults is { } faults) MicroscopeText.WriteFaults(faults);
        // What did not come to the end is told on standard error.
        foreach (var warning in report.Warnings.Where(warning => !warning.StartsWith(report.Outcome.ToString(), StringComparison.Ordinal)))
            Terminal.WriteParagraph($"! {warning}", indent: 2);
    }

    /// <summary>What only a run of own code has: what it printed, its value, and the same cell again.</summary>
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
            Terminal.AddRow(table, $"{number}", Plain(run.Copied?.Count), Plain(run.Identical), Plain(run.UssGrowthPages), Plain(run.MinorFaultGrowth));
        Terminal.Write(table);
    }

    private static string What(Heap heap) => heap.Count is { } count ? $"{count:N0} {heap.Name}" : heap.Name;

    private static Table Processes(Report report)
    {
        var table = Terminal.Table(2, "kB", "USS", "PSS", "RSS", "Swap", "min_flt", "maj_flt");
        Add("child before", report.Before.Child);
        Add("child after", report.After?.Child);
        Add("parent before", report.Before.Parent);
        Add("parent after", report.After?.Parent);
        return table;

        void Add(string who, Measurement? measured) => Terminal.AddRow(
            table,
            who,
            Kilobytes(measured?.UssBytes),
            Kilobytes(measured?.PssBytes),
            Kilobytes(measured?.RssBytes),
            Kilobytes(measured?.SwapBytes),
            Plain(measured?.MinorFaults),
            Plain(measured?.MajorFaults));
    }

    private static Table Figures(Report report)
    {
        var table = Terminal.Table(2, "pages", "predicted", "copied", "identical", "USS growth", "min_flt");
        Terminal.AddRow(
            table, "child", Plain(report.PredictedPages), Plain(report.CopiedPages), Plain(report.IdenticalPages), Plain(report.UssGrowthPages), Plain(report.MinorFaultGrowth));
        Terminal.AddRow(table, "doing nothing", "", "", "", Plain(report.NoopUssGrowthPages), Plain(report.NoopMinorFaults));
        Terminal.AddRow(
            table, "difference", "", "", "", Plain(report.UssGrowthPages - report.NoopUssGrowthPages), Plain(report.MinorFaultGrowth - report.NoopMinorFaults));
        return table;
    }

    private static string Kilobytes(long? bytes) => Plain(bytes / 1024);

    private static string Plain(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? Missing;
}
