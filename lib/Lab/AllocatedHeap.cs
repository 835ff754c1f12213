using CowNotebooks.Forking.Messages;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs.Pages;
using CowNotebooks.Sizing;

namespace CowNotebooks.Lab;

/// <summary>The size of all that a variable holds, counted by its own runtime.</summary>
/// <param name="Objects">How many objects.</param>
/// <param name="Bytes">All of them, each as its runtime lays it out.</param>
/// <param name="ShallowBytes">The root alone: what a shallow size would report.</param>
/// <param name="ByType">The same by type, largest first.</param>
public sealed record HeapSize(long Objects, long Bytes, long ShallowBytes, IReadOnlyList<TypeSize> ByType);

/// <summary>What a parent holds: a heap of the catalogue, or a variable of own code.</summary>
/// <param name="Heap">What was asked for.</param>
/// <param name="DeepSize">How big it is; null when its runtime cannot say.</param>
public sealed record AllocatedHeap(Heap Heap, HeapSize? DeepSize)
{
    private IReadOnlyDictionary<string, PageRanges> _pages = new Dictionary<string, PageRanges>();

    /// <summary>Where its objects are; null when the parent did not say, or they are too scattered to be listed.</summary>
    public ObjectPlaces? Places { get; init; }

    /// <summary>The pages on which that word of the elements lies; null when the parent did not say.</summary>
    /// <param name="word">Which word; by default the first that the parent described.</param>
    public PageRanges? Pages(Word? word = null) => word is null ? _pages.Values.FirstOrDefault() : _pages.GetValueOrDefault(word.Name);

    /// <summary>The first word that the parent described; null when it described none.</summary>
    internal string? FirstWord => _pages.Keys.FirstOrDefault();

    /// <summary>The scout's answer about it.</summary>
    internal static AllocatedHeap From(Heap heap, SizeAnswer answer) => new(heap, SizeOf(answer))
    {
        _pages = answer.Pages.ToDictionary(pages => pages.Word, pages => PageRanges.Of(PageText.Read(pages.Pages))),
        Places = ObjectPlaces.Of(answer.Elements, answer.Others),
    };

    private static HeapSize? SizeOf(SizeAnswer answer) => answer is { Objects: { } objects, Bytes: { } bytes, Shallow: { } shallow }
        ? new(objects, bytes, shallow, [.. answer.Types.Select(type => new TypeSize(type.Type, type.Objects, type.Bytes)).OrderByDescending(type => type.Bytes)])
        : null;
}
