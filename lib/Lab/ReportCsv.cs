using CowNotebooks.Forking;
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
        .. ReportColumns(FigureTable.First.OfType<ReportFigure>().Where(figure => figure.IsOfHeap)),
        .. ProcessColumns(FigureTable.First, Role.Child),
        .. ProcessColumns(FigureTable.First, Role.Parent),
        .. ReportColumns(FigureTable.First.OfType<ReportFigure>().Where(figure => !figure.IsOfHeap)),
        ("verdict", r => r.Reconciliation.Verdict.ToString().ToLowerInvariant()),
        ("outcome", r => r.Outcome.ToString()),
        ("recorded", r => r.Recorded),
        .. FigureTable.Later.SelectMany(row => row is ReportFigure figure
            ? ReportColumns([figure])
            : ProcessColumns([row], Role.Child).Concat(ProcessColumns([row], Role.Parent))),
    ];

    /// <summary>Writes the reports to a file, header first; an existing file is replaced only when all is written.</summary>
    /// <param name="reports">One row each.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void ToCsv(this IEnumerable<Report> reports, string path) =>
        CsvLine.WriteFile(path, [CsvLine.Write(Columns.Select(column => column.Name)), .. reports.Select(report => CsvLine.Write(Columns.Select(column => column.Value(report))))]);

    private static IEnumerable<(string Name, Func<Report, object?> Value)> ReportColumns(IEnumerable<ReportFigure> figures) =>
        figures.Select(figure => (figure.Name, (Func<Report, object?>)(report => figure.Of(report))));

    private static IEnumerable<(string Name, Func<Report, object?> Value)> ProcessColumns(IEnumerable<FigureRow> rows, Role role) =>
        rows.OfType<ProcessFigure>().Where(figure => figure.InReports.Contains(role)).SelectMany(figure => figure.ReportColumns(role));
}
