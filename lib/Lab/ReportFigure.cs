using System.Globalization;

namespace CowNotebooks.Lab;

/// <summary>A figure of a whole experiment.</summary>
public sealed class ReportFigure : FigureRow
{
    private readonly Func<Report, long?> _read;

    internal ReportFigure(string name, string title, Unit unit, string source, Func<Report, long?> read)
        : base(name, title, unit, source) => _read = read;

    /// <summary>True for a figure of the heap, known before anything runs.</summary>
    public bool IsOfHeap { get; internal init; }

    /// <summary>The same figure of a child that does nothing; null when there is none.</summary>
    public ReportFigure? Baseline { get; internal init; }

    /// <summary>True when it is stored in the head of a recording; others follow from its rows.</summary>
    public bool IsKept { get; internal init; }

    /// <summary>Why it is null, as a sentence; null when the outcome of the run says that.</summary>
    internal Func<Report, string?> Why { get; init; } = _ => null;

    /// <summary>The figure of a report; null when it is not known.</summary>
    public long? Of(Report report) => IsKept && report.Kept is { } kept ? kept.GetValueOrDefault(Name).Figure : _read(report);

    /// <summary>Why a report lacks it, as a sentence; null when it has it, or when its outcome says why.</summary>
    public string? WhyMissing(Report report) => Of(report) is null && Reason(report) is { } why ? Missing(why) : null;

    /// <summary>The figure for the head of a recording: the number, or why there is none.</summary>
    internal string Keep(Report report) => Of(report) is { } figure ? string.Create(CultureInfo.InvariantCulture, $"{figure}") : Reason(report) ?? "";

    private string? Reason(Report report) =>
        IsKept && report.Kept is { } kept ? kept.TryGetValue(Name, out var one) && one.Why.Length > 0 ? one.Why : "it was not recorded." : Why(report);
}
