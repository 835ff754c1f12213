using CowNotebooks.Lab.Recording;

namespace CowNotebooks.Lab;

/// <summary>Reports as a table, one row each. A missing figure is an empty field.</summary>
public static class ReportCsv
{
    /// <summary>The columns, in order, with the way from a report to each. Sizes are bytes.</summary>
    public static IReadOnlyList<(string Name, Func<Report, object?> Value)> Columns { get; } =
    [
        ("runtime", r => r.Runtime),
        ("runtimeVersion", r => r.RuntimeVersion),
        ("heap", r => r.Heap.Name),
        ("workload", r => r.Workload.Name),
        ("gc", r => r.Gc.Name),
        ("count", r => r.Heap.Count),
        ("slices", r => (long)r.Run.Slices),
        ("deepSizeBytes", r => r.DeepSizeBytes),
        ("childUssBefore", r => r.Before.Child.UssBytes),
        ("childUssAfter", r => r.After?.Child.UssBytes),
        ("childPssBefore", r => r.Before.Child.PssBytes),
        ("childPssAfter", r => r.After?.Child.PssBytes),
        ("childRssBefore", r => r.Before.Child.RssBytes),
        ("childRssAfter", r => r.After?.Child.RssBytes),
        ("parentUssBefore", r => r.Before.Parent.UssBytes),
        ("parentUssAfter", r => r.After?.Parent.UssBytes),
        ("predictedPages", r => r.PredictedPages),
        ("copiedPages", r => r.CopiedPages),
        ("identicalPages", r => r.IdenticalPages),
        ("ussGrowthPages", r => r.UssGrowthPages),
        ("minorFaultGrowth", r => r.MinorFaultGrowth),
        ("noopUssGrowthPages", r => r.NoopUssGrowthPages),
        ("noopMinorFaults", r => r.NoopMinorFaults),
        ("verdict", r => r.Reconciliation.Verdict.ToString().ToLowerInvariant()),
        ("outcome", r => r.Outcome.ToString()),
        ("recorded", r => r.Recorded),
    ];

    /// <summary>Writes the reports to a file, header first; an existing file is replaced only when all is written.</summary>
    /// <param name="reports">One row each.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void ToCsv(this IEnumerable<Report> reports, string path)
    {
        var unfinished = path + ".unfinished";
        try
        {
            File.WriteAllLines(unfinished, [CsvLine.Write(Columns.Select(column => column.Name)), .. reports.Select(report => CsvLine.Write(Columns.Select(column => column.Value(report))))]);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
