using CowNotebooks.Lab.Catalogues;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab.Predicting;

/// <summary>How many pages a run will copy, known before it runs.</summary>
/// <param name="Pages">Distinct pages of the words that will be written and are still shared when the run begins.</param>
public sealed record Prediction(long Pages)
{
    /// <summary>The pages themselves; null when it comes from a recording.</summary>
    public PageRanges? Set { get; init; }

    /// <summary>The word of each element that will be written: "reference count"; null when it is not one word, or not known.</summary>
    public string? Word { get; init; }

    /// <summary>The prediction that those pages will be written.</summary>
    internal static Reading<Prediction> Of(PageRanges written) => new Prediction(written.Count) { Set = written };

    /// <summary>No prediction, and why.</summary>
    internal static Reading<Prediction> None(string reason) => Reading.None<Prediction>(reason);

    /// <summary>What a workload of the catalogue will write of a heap.</summary>
    internal static Reading<Prediction> For(CatalogueEntry workload, AllocatedHeap? heap, CatalogueEntry? setting)
    {
        if ((workload.Unknown ?? (setting is { RunsInParent: false } ? setting.Unknown : null)) is { } reason) return None($"{reason}.");
        if (workload.Writes is not { } word) return Of(PageRanges.None);
        return heap is null ? None("the parent did not say what it holds.") : Of(heap, word, workload.PageStride, "its elements");
    }

    /// <summary>That a word of each element on the pages whose number is a multiple of the stride is written.</summary>
    internal static Reading<Prediction> Of(AllocatedHeap heap, Word? word, int stride, string elements) =>
        heap.PagesOf(word, elements).Then(pages => pages.MultiplesOf(stride)).Then(pages => new Prediction(pages.Count) { Set = pages, Word = word?.Name ?? heap.FirstWord });

    /// <summary>Without the pages that are no longer shared, since writing those copies nothing.</summary>
    internal Prediction StillShared(PageRanges ownBefore) => Set?.Except(ownBefore) is { } shared ? this with { Pages = shared.Count, Set = shared } : this;
}
