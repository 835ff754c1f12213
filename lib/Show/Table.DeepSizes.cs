using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;
using CowNotebooks.Sizing;

namespace CowNotebooks.Show;

/// <content>How big heaps and objects are.</content>
public sealed partial class Table
{
    /// <summary>How big a heap is: its objects by type, together, and the shallow size, of the root alone; below, on how many pages its elements lie.</summary>
    /// <param name="heap">What <see cref="Laboratory.AllocateAsync"/> or <see cref="Laboratory.SizeAsync"/> returned.</param>
    public static Table DeepSize(AllocatedHeap heap) => DeepSize(
        $"Deep size of {Wording.Of(heap.Heap)}.", heap.DeepSize, [.. NotMeasured(heap.Recorded), .. OnPages(heap)]);

    /// <summary>How big the heap of an experiment was.</summary>
    /// <param name="report">The report; one read from a file is marked.</param>
    public static Table DeepSize(Report report) => DeepSize(
        $"Deep size of {Wording.Of(report.Heap)}, {report.RuntimeVersion}.", report.DeepSize, NotMeasured(report.Recorded));

    /// <summary>How big an object of this process is.</summary>
    /// <param name="size">What <see cref="Sizing.DeepSize.Of"/> returned.</param>
    public static Table DeepSize(SizeReport size) => DeepSize(
        $"Deep size of an object of this process, on {Numbers.Count(size.DistinctPages)} pages.",
        new HeapSize(size.Objects, size.Bytes, size.ShallowBytes, size.ByType),
        [.. size.StoppedAt.Select(type => $"Not counted and not followed, since it belongs to the runtime: {type}.")]);

    // The numbers of an array are its fields; its header is one word.
    private static string[] OnPages(AllocatedHeap heap) => (heap.Pages(Word.Field) ?? heap.Pages()) is { Count: > 0 and var pages }
        ? [$"Its elements lie on {Numbers.Pages(pages)}, which {(pages == 1 ? "is" : "are")} {Numbers.Count(pages * Run.PageSize)} bytes."]
        : [];

    private static string[] NotMeasured(string? recorded) => recorded is null ? [] : [$"Not measured now: {recorded}"];

    private static Table DeepSize(string caption, HeapSize? size, IReadOnlyList<string> notes) => new(
        caption,
        [new("Type", IsNumber: false), new("Objects"), new("Bytes")],
        size is null
            ? [["together", Numbers.Missing, Numbers.Missing]]
            :
            [
                .. size.ByType.Select(string[] (type) => [type.Type, Numbers.Count(type.Objects), Numbers.Count(type.Bytes)]),
                (string[])["together (deep)", Numbers.Count(size.Objects), Numbers.Count(size.Bytes)],
                (string[])["the root alone (shallow)", Numbers.Count(1), Numbers.Count(size.ShallowBytes)],
            ],
        size is null ? ["This runtime does not say how big its objects are.", .. notes] : notes);
}
