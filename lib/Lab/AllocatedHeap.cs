using CowNotebooks.Forking.Messages;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;
using CowNotebooks.Sizing;

namespace CowNotebooks.Lab;

/// <summary>The size of all that a variable holds, counted by its own runtime.</summary>
/// <param name="Objects">How many objects.</param>
/// <param name="Bytes">All of them together, in bytes, each as its runtime lays it out.</param>
/// <param name="ShallowBytes">The root alone, in bytes: what a shallow size would report.</param>
/// <param name="ByType">The same by type, largest first.</param>
public sealed record HeapSize(long Objects, long Bytes, long ShallowBytes, IReadOnlyList<TypeSize> ByType);

/// <summary>What a parent holds: a heap of the catalogue, or a variable of own code.</summary>
/// <param name="Heap">What was asked for.</param>
/// <param name="DeepSize">How big it is; null when its runtime cannot say.</param>
public sealed record AllocatedHeap(Heap Heap, HeapSize? DeepSize)
{
    // By the name of the word, in the order of the answer.
    private IReadOnlyList<KeyValuePair<string, Reading<PageRanges>>> _pages = [];

    /// <summary>Where its objects are; null when the parent did not say, or they are too scattered to be listed.</summary>
    public ObjectPlaces? Places { get; init; }

    /// <summary>When and where it was measured, when that was read from a file; null when it was measured now.</summary>
    public string? Recorded { get; init; }

    /// <summary>How its runtime lays out objects.</summary>
    internal ObjectLayouts Layouts { get; init; } = ObjectLayouts.None;

    /// <summary>The words of an object of this runtime, in the order of addresses; null when its parent does not describe such an object.</summary>
    /// <param name="type">The name of its type, as <see cref="HeapSize.ByType"/> and <see cref="PlacedObject"/> have it.</param>
    /// <param name="bytes">How many bytes it has, with those before its address.</param>
    /// <param name="bytesBefore">How many of them lie before its address; null when that is not known.</param>
    public IReadOnlyList<LayoutWord>? WordsOf(string type, long bytes, long? bytesBefore = null) => Layouts.Of(type, bytes, bytesBefore);

    /// <summary>The pages on which that word of the elements lies; null when the parent did not say.</summary>
    /// <param name="word">Which word; by default the first that the parent described.</param>
    public PageRanges? Pages(Word? word = null) => PagesOf(word, "its elements") is { IsThere: true, Value: var pages } ? pages : null;

    /// <summary>The same, or why the pages are not known.</summary>
    /// <param name="word">Which word; by default the first that the parent described.</param>
    /// <param name="elements">What the reader calls the elements.</param>
    internal Reading<PageRanges> PagesOf(Word? word, string elements) =>
        _pages.Where(known => word is null || known.Key == word.Name).Select(known => (Reading<PageRanges>?)known.Value).FirstOrDefault()
        ?? Reading.None<PageRanges>($"the parent did not say where the {word?.Name ?? "first word"} of {elements} is.");

    /// <summary>The first word that the parent described; null when it described none.</summary>
    internal string? FirstWord => _pages.Select(known => known.Key).FirstOrDefault();

    /// <summary>The scout's answer about it.</summary>
    internal static AllocatedHeap From(Heap heap, SizeAnswer answer, ObjectLayouts layouts) => new(heap, SizeOf(answer))
    {
        Layouts = layouts,
        _pages =
        [
            .. answer.Unknown.Select(word => KeyValuePair.Create(word.Word, Reading.None<PageRanges>($"{word.Reason}."))),
            .. answer.Pages.Select(pages => KeyValuePair.Create(pages.Word, (Reading<PageRanges>)PageRanges.Of(PageText.Read(pages.Pages)))),
        ],
        Places = ObjectPlaces.Of(answer.Elements, answer.Others),
    };

    private static HeapSize? SizeOf(SizeAnswer answer) => answer is { Objects: { } objects, Bytes: { } bytes, Shallow: { } shallow }
        ? new(objects, bytes, shallow, [.. answer.Types.Select(type => new TypeSize(type.Type, type.Objects, type.Bytes)).OrderByDescending(type => type.Bytes)])
        : null;
}
