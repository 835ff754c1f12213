using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Measuring;

/// <summary>What <c>cow measure --json</c> prints. Names and order are a promise to scripts. A null has a warning that says why.</summary>
internal sealed record ReportJson(
    string Runtime,
    string RuntimeVersion,
    string Heap,
    string Workload,
    string Gc,
    long Count,
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
    string Outcome,
    IReadOnlyList<string> Warnings)
{
    public static ReportJson Of(Report report) => new(
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
        report.Outcome.ToString(),
        report.Warnings);
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
