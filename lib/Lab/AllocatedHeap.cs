using System.Globalization;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Lab.Predicting;
using CowNotebooks.Sizing;

namespace CowNotebooks.Lab;

/// <summary>How big a heap is, counted by its own runtime.</summary>
/// <param name="Objects">How many objects.</param>
/// <param name="Bytes">All of them, each as its runtime lays it out.</param>
/// <param name="ShallowBytes">The root alone: what a shallow size would report.</param>
/// <param name="ByType">The same by type, largest first.</param>
public sealed record HeapSize(long Objects, long Bytes, long ShallowBytes, IReadOnlyList<TypeSize> ByType);

/// <summary>A heap that a parent holds.</summary>
/// <param name="Heap">What was asked for.</param>
/// <param name="DeepSize">How big it is; null when its runtime cannot say.</param>
/// <param name="HeaderPages">The pages of the words that the runtime keeps for itself in each element.</param>
/// <param name="FieldPages">The pages of the field that workloads write in each element.</param>
public sealed record AllocatedHeap(Heap Heap, HeapSize? DeepSize, PageRanges? HeaderPages, PageRanges? FieldPages)
{
    /// <summary>Where its objects are; null when the parent did not say, or they are too scattered to be told.</summary>
    public ObjectPlaces? Places { get; init; }

    /// <summary>Reads "objects, bytes, shallow, type=objects,bytes,name …, headers, fields, elements …, others …" from the parent's answer.</summary>
    internal static AllocatedHeap From(Heap heap, Answer answer)
    {
        var types = answer.All("type").Select(text => text.Split(',', 3)).Select(parts =>
            new TypeSize(parts[2], long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture)));
        var size = answer.Number("objects") is { } objects && answer.Number("bytes") is { } bytes && answer.Number("shallow") is { } shallow
            ? new HeapSize(objects, bytes, shallow, [.. types.OrderByDescending(type => type.Bytes)])
            : null;
        return new AllocatedHeap(heap, size, Pages("headers"), Pages("fields"))
        {
            Places = ObjectPlaces.Parse(answer.All("elements"), answer.All("others")),
        };

        PageRanges? Pages(string key) => answer[key] is { } text ? PageRanges.Parse(text) : null;
    }
}
