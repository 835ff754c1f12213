namespace CowNotebooks.Lab.Predicting;

/// <summary>How many pages a workload will copy, known before it runs; null with the reason when it cannot be known.</summary>
/// <param name="Pages">Distinct pages of the words that will be written.</param>
/// <param name="Reason">Why there is none.</param>
public sealed record Prediction(long? Pages, string? Reason)
{
    /// <summary>The pages themselves; null when they cannot be known, or come from a recording.</summary>
    public PageRanges? Set { get; init; }

    internal static Prediction For(Runtime runtime, AllocatedHeap heap, Workload workload, Gc gc)
    {
        var (words, reason) = runtime.Writes(workload);
        if (reason is null && (gc == Gc.Collecting || gc == Gc.NoGcRegion)) reason = "what a collection writes depends on what it finds";
        if (reason is not null) return new Prediction(null, $"No prediction for '{workload.Name}': {reason}.");
        var pages = words switch
        {
            WrittenWords.Headers => heap.HeaderPages,
            WrittenWords.Fields => heap.FieldPages,
            _ => PageRanges.None,
        };
        if (pages is null) return new Prediction(null, $"No prediction for '{workload.Name}': the parent did not say where its elements are.");
        var written = workload.PageStride is { } n ? pages.MultiplesOf(n) : pages;
        return new Prediction(written.Count, null) { Set = written };
    }
}
