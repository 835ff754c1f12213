using System.Text.RegularExpressions;
using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show.Guessing;

/// <summary>What a run knows that a guess can be measured by. Sizes are bytes; null is what it does not know.</summary>
/// <param name="Run">The run.</param>
/// <param name="Copied">Pages that it copied.</param>
internal sealed partial record GuessFacts(Run Run, long Copied)
{
    private const int Few = 16;

    /// <summary>Bytes in a page.</summary>
    public static double Page => Run.PageSize;

    /// <summary>The type of most objects of the heap, in short: "int", "Int64", "List&lt;Int64&gt;".</summary>
    public string Type { get; } = Elements(Run) is var (name, _, _) ? Namespaces().Replace(name, "") : "element";

    /// <summary>How many elements the heap has.</summary>
    public double? Count { get; } = Run.Heap is { } heap && (heap.Heap.Count ?? heap.Places?.Elements ?? Elements(Run)?.Objects) is > 0 and var count ? count : null;

    /// <summary>The elements alone, as their runtime says: no padding, and not what holds them.</summary>
    public double? ElementBytes { get; } = Elements(Run)?.Bytes;

    /// <summary>All that the heap holds.</summary>
    public double? DeepBytes => Run.Heap?.DeepSize?.Bytes;

    /// <summary>What holds the elements: a list's references. Null for an array that holds the elements themselves.</summary>
    public double? ReferenceBytes => Run.Heap?.DeepSize is { } size && size.ShallowBytes < 0.9 * size.Bytes ? size.ShallowBytes : null;

    /// <summary>An element, as its runtime says.</summary>
    public double? BytesEach { get; } = Elements(Run) is { Objects: > 0 } elements ? (double)elements.Bytes / elements.Objects : null;

    /// <summary>From one element to the next, by the pages that were copied.</summary>
    public double? Distance => Copied * Page / Count;

    /// <summary>The pages on which the elements' first word lies.</summary>
    public double? WordPages => Run.Heap?.Pages()?.Count;

    /// <summary>Next to nothing was copied of a heap that has many pages.</summary>
    public bool IsFree => Copied <= Few && ((WordPages ?? ElementBytes / Page) is not { } pages || Copied < pages / 4);

    /// <summary>RSS of whoever ran, before the run.</summary>
    public double? ResidentBytes => Run.Points is [var first, ..] ? first.Snapshot.Of(Run.By)[FigureTable.Rss] : null;

    /// <summary>"the child", "the parent".</summary>
    public string Who => $"the {Wording.Of(Run.By)}";

    /// <summary>"8 bytes an int".</summary>
    public string BytesA(double bytes) => $"{Numbers.Count((long)Math.Round(bytes))} bytes {Wording.A(Type)}";

    private static (string Type, long Objects, long Bytes)? Elements(Run run) =>
        run.Heap?.DeepSize?.ByType is { Count: > 0 } types && types.MaxBy(type => type.Objects) is { } most ? (most.Type, most.Objects, most.Bytes) : null;

    [GeneratedRegex(@"\w+\.(?=\w)")]
    private static partial Regex Namespaces();
}
