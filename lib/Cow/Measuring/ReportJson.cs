using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Measuring;

/// <summary>
/// What <c>cow measure --json</c> prints. Names and order are stable for scripts; additions come at the end. A null has a warning that says why.
/// </summary>
internal static class ReportJson
{
    public static OrderedDictionary<string, object?> Of(Report report, bool pages, bool faults)
    {
        var json = new OrderedDictionary<string, object?>
        {
            ["runtime"] = report.Runtime,
            ["runtimeVersion"] = report.RuntimeVersion,
            ["heap"] = report.Heap.Name,
            ["workload"] = report.Workload.Name,
            ["gc"] = report.Gc.Name,
            ["count"] = report.Heap.Count,
            ["slices"] = report.Run.Slices,
        };
        Add(FigureTable.First.OfType<ReportFigure>().Where(figure => figure.IsOfHeap));
        json["before"] = Of(report.Before);
        json["after"] = report.After is { } after ? Of(after) : null;
        Add(FigureTable.First.OfType<ReportFigure>().Where(figure => !figure.IsOfHeap));
        json["reconciliation"] = ReconciliationJson.Of(report.Reconciliation);
        json["outcome"] = report.Outcome.ToString();
        json["warnings"] = report.Warnings;
        Add(FigureTable.Later.OfType<ReportFigure>());

        // Only what was asked for. Without a page map copiedPages is null with a warning; faults explains itself.
        if (pages && report.Run.Pages is not null) json["pages"] = PagesJson.Of(report.Run);
        if (report.Repeated.Count > 0) json["repeats"] = report.Repeated.Select(RepeatJson.Of).ToList();
        if (report.Workload.Code is { Length: > 0 }) json["output"] = report.Run.Output;
        if (report.Run.Value is { } value) json["value"] = value;
        if (faults) json["faults"] = report.Run.Faults is { } trace ? FaultsJson.Of(trace) : null;
        return json;

        void Add(IEnumerable<ReportFigure> figures)
        {
            foreach (var figure in figures) json[figure.Name] = figure.Of(report);
        }
    }

    /// <summary>Child and parent at one moment.</summary>
    private static OrderedDictionary<string, object?> Of(Snapshot snapshot) => new() { ["child"] = Of(snapshot.Child), ["parent"] = Of(snapshot.Parent) };

    private static OrderedDictionary<string, object?> Of(Measurement measured)
    {
        var json = new OrderedDictionary<string, object?>();
        foreach (var figure in FigureTable.OfProcess) json[figure.Name] = measured[figure];
        return json;
    }
}

/// <summary>The same cell, run once more by the same child.</summary>
internal sealed record RepeatJson(long? CopiedPages, long? IdenticalPages, long? UssGrowthPages, long? MinorFaultGrowth, string Outcome)
{
    public static RepeatJson Of(Run run) => new(run.Copied?.Count, run.Identical, run.UssGrowthPages, run.MinorFaultGrowth, run.Outcome.ToString());
}
