using CowNotebooks.Lab.Catalogues;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab.Predicting;

/// <summary>How many pages a run will copy, known before it runs; null with the reason when it cannot be known.</summary>
/// <param name="Pages">Distinct pages of the words that will be written and are still shared when the run begins.</param>
/// <param name="Reason">Why there is none.</param>
public sealed record Prediction(long? Pages, string? Reason)
{
    /// <summary>The pages themselves; null when they cannot be known, or come from a recording.</summary>
    public PageRanges? Set { get; init; }

    /// <summary>That those pages will be written.</summary>
    internal static Prediction Of(PageRanges written) => new(written.Count, null) { Set = written };

    /// <summary>That nobody can say.</summary>
    internal static Prediction None(string reason) => new(null, reason);

    /// <summary>What a workload of the catalogue will write of a heap.</summary>
    internal static Prediction For(CatalogueEntry workload, AllocatedHeap? heap, CatalogueEntry? setting)
    {
        if ((workload.Unknown ?? (setting is { RunsInParent: false } ? setting.Unknown : null)) is { } reason) return None($"No prediction for '{workload.Name}': {reason}.");
        if (workload.Writes is not { } word) return Of(PageRanges.None);
        return heap?.Pages(word) is { } pages
            ? Of(pages.MultiplesOf(workload.PageStride))
            : None($"No prediction for '{workload.Name}': the parent did not say where the {word.Name} of its elements is.");
    }

    /// <summary>Without the pages that are nobody else's any more, since writing those copies nothing.</summary>
    internal Prediction StillShared(PageRanges ownBefore) => Set is null ? this : Of(Set.Except(ownBefore));
}
