using System.Text.Json.Serialization;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Measuring;

/// <summary>What <c>cow measure --json</c> prints. Names and order are a promise to scripts. A null has a warning that says why.</summary>
internal sealed record ReportJson(
    string Runtime,
    string RuntimeVersion,
    string Heap,
    string Workload,
    string Gc,
    long? Count,
    int Slices,
    long? DeepSizeBytes,
    SnapshotJson Before,
    SnapshotJson? After,
    long? PredictedPages,
    long? CopiedPages,
    long? IdenticalPages,
    long? UssGrowthPages,
    long? MinorFaultGrowth,
    long? NoopUssGrowthPages,
    long? NoopMinorFaults,
    ReconciliationJson Reconciliation,
    string Outcome,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Only what was asked for. Without a page map copiedPages is null and says why; faults says so itself.</summary>
    [JsonExtensionData]
    public IDictionary<string, object?> Asked { get; init; } = new Dictionary<string, object?>();

    public static ReportJson Of(Report report, bool pages, bool faults) => new(
        report.Runtime,
        report.RuntimeVersion,
        report.Heap.Name,
        report.Workload.Name,
        report.Gc.Name,
        report.Heap.Count,
        report.Run.Slices,
        report.DeepSizeBytes,
        SnapshotJson.Of(report.Before),
        report.After is { } after ? SnapshotJson.Of(after) : null,
        report.PredictedPages,
        report.CopiedPages,
        report.IdenticalPages,
        report.UssGrowthPages,
        report.MinorFaultGrowth,
        report.NoopUssGrowthPages,
        report.NoopMinorFaults,
        ReconciliationJson.Of(report.Reconciliation),
        report.Outcome.ToString(),
        report.Warnings)
    { Asked = More(report, pages, faults) };

    private static Dictionary<string, object?> More(Report report, bool pages, bool faults)
    {
        var more = new Dictionary<string, object?>();
        if (pages && report.Run.Pages is not null) more["pages"] = PagesJson.Of(report.Run);
        if (report.Repeated.Count > 0) more["repeats"] = report.Repeated.Select(RepeatJson.Of).ToList();
        if (report.Workload.Code is { Length: > 0 }) more["output"] = report.Run.Output;
        if (report.Run.Value is { } value) more["value"] = value;
        if (faults) more["faults"] = report.Run.Faults is { } trace ? FaultsJson.Of(trace) : null;
        return more;
    }
}

/// <summary>The same cell, run once more by the same child.</summary>
internal sealed record RepeatJson(long? CopiedPages, long? IdenticalPages, long? UssGrowthPages, long? MinorFaultGrowth, string Outcome)
{
    public static RepeatJson Of(Run run) => new(run.Copied?.Count, run.Identical, run.UssGrowthPages, run.MinorFaultGrowth, run.Outcome.ToString());
}

/// <summary>Child and parent at one moment.</summary>
internal sealed record SnapshotJson(MeasurementJson Child, MeasurementJson Parent)
{
    public static SnapshotJson Of(Snapshot snapshot) => new(MeasurementJson.Of(snapshot.Child), MeasurementJson.Of(snapshot.Parent));
}

/// <summary>One process at one moment.</summary>
internal sealed record MeasurementJson(long UssBytes, long PssBytes, long RssBytes, long SwapBytes, long MinorFaults, long MajorFaults)
{
    public static MeasurementJson Of(Measurement measured) =>
        new(measured.UssBytes, measured.PssBytes, measured.RssBytes, measured.SwapBytes, measured.MinorFaults, measured.MajorFaults);
}
