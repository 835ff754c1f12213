using CowNotebooks.Forking.Messages;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab.Pages;

/// <summary>What the page map says of a run: which pages became the own ones of the process that ran, and how.</summary>
/// <param name="Changes">The change of each page from before the first slice to the end of the last.</param>
/// <param name="Before">All its pages before the first slice.</param>
/// <param name="After">All its pages at the end.</param>
/// <param name="IsCertain">
/// True when it certainly made each copy itself: frame numbers were shown, or the other side took no fault. Otherwise that may have made as many of
/// them as it took faults.
/// </param>
public sealed record RunPages(PageChanges Changes, PageMap Before, PageMap After, bool IsCertain)
{
    /// <summary>The pages of which a private copy was made.</summary>
    public PageRanges Copied { get; } = Changes.Pages(PageChange.Copied);

    /// <summary>The pages of anonymous memory that were touched for the first time.</summary>
    public PageRanges New { get; } = Changes.Pages(PageChange.New);

    /// <summary>The pages of anonymous memory that were only read, so that they map the zero page.</summary>
    public PageRanges Zero { get; } = Changes.Pages(PageChange.Zero);

    /// <summary>The pages that became the process's alone without a copy, because the other side copied or released them.</summary>
    public PageRanges Reused { get; } = Changes.Pages(PageChange.Reused);

    /// <summary>
    /// The pages that were shared before and that the process has given back: no page map shows which of them it wrote, and so copied, first.
    /// <see cref="Copied"/> has none of them. .NET's collector gives the memory back from which it moved all objects, when it expects to need less.
    /// </summary>
    public PageRanges SharedGivenBack { get; } = Changes.Pages(PageChange.Dropped) is { Count: > 0 } dropped ? dropped.Intersect(Before.SharedPages) : PageRanges.None;

    /// <summary>The anonymous pages that it owned before the first slice, because it wrote them while it started: they are not copied again.</summary>
    public PageRanges OwnBefore { get; } = Before.OwnPages;

    /// <summary>The copied pages where the runtime keeps objects, see <see cref="ObjectMemory"/>.</summary>
    public PageRanges HeapCopied { get; init; } = PageRanges.None;

    /// <summary>The pages copied by the end of each slice, cumulative; empty unless <see cref="LabOptions.PagesBySlice"/> asked for it.</summary>
    public IReadOnlyList<PageRanges> CopiedBySlice { get; init; } = [];

    /// <summary>The same for pages that were touched for the first time.</summary>
    public IReadOnlyList<PageRanges> NewBySlice { get; init; } = [];

    /// <summary>
    /// A few neighbouring pages as both sides' page tables have them: around the first copied page that has a neighbour which was not copied; where nothing was
    /// copied, in the middle of the heap. Empty when there is no anonymous memory.
    /// </summary>
    public IReadOnlyList<PageTableRow> Excerpt { get; init; } = [];

    /// <summary>The types of the heap's objects that lie on copied pages, most bytes first; null when the parent did not say where they are.</summary>
    public IReadOnlyList<TypeOnPages>? CopiedTypes { get; init; }

    /// <summary>How many elements of the heap lie on copied pages; null when the parent did not say where they are.</summary>
    public long? ElementsCopied => CopiedTypes?.Where(type => type.AreElements).Sum(type => type.Objects);

    /// <summary>Copied bytes divided by those elements, their neighbours on the pages included: the cost of an element.</summary>
    public double? BytesPerElement => ElementsCopied is > 0 and var elements ? (double)Copied.Count * Environment.SystemPageSize / elements : null;

    /// <summary>What the words of an object are called, by their bytes from its address; empty when the parent did not say.</summary>
    public IReadOnlyList<NamedWord> Words { get; init; } = [];

    /// <summary>What a page belongs to: "[heap]", the name of a file, "anonymous memory".</summary>
    /// <param name="page">Its number: address divided by page size.</param>
    public string MappingOf(ulong page) => NameOf(After.MappingOf(page));

    /// <summary>How many of the pages lie in each mapping, most first: "[heap]", the name of a file, "anonymous memory".</summary>
    public IReadOnlyList<(string Mapping, long Pages)> ByMapping(PageRanges pages) =>
    [
        .. pages.Pages.GroupBy(MappingOf).Select(group => (Mapping: group.Key, Pages: group.LongCount()))
            .OrderByDescending(mapping => mapping.Pages).ThenBy(mapping => mapping.Mapping, StringComparer.Ordinal),
    ];

    internal static string NameOf(MemoryMap? map) => map?.Path is { } path ? Path.GetFileName(path) : "anonymous memory";
}
