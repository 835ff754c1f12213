using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab.Pages;

/// <summary>What a page table says of a page.</summary>
/// <param name="Traits">Its properties; none of them when there is no page.</param>
/// <param name="Frame">The number of its frame; null when it is not an anonymous page in RAM, or the kernel hides the number.</param>
public readonly record struct PageTableEntry(PageTraits Traits, ulong? Frame)
{
    /// <summary>An anonymous page in RAM: only these are copied on write.</summary>
    public bool IsAnonymous => Traits.IsAnonymous();

    /// <summary>An anonymous page that no other process maps.</summary>
    public bool IsOwn => IsAnonymous && Traits.HasFlag(PageTraits.Exclusive);
}

/// <summary>A page as the page tables of both sides have it.</summary>
/// <param name="Page">Its number: address divided by page size.</param>
/// <param name="Change">What the run did to it.</param>
/// <param name="Before">The entry of the process that ran, before the run.</param>
/// <param name="After">The same after the run.</param>
/// <param name="Other">
/// The entry of the other side after the run. It waited, so that before the run it had the same frame; null when there is no other side, or its page map may not be read.
/// </param>
public sealed record PageTableRow(ulong Page, PageChange Change, PageTableEntry Before, PageTableEntry After, PageTableEntry? Other)
{
    /// <summary>The address of its first byte.</summary>
    public ulong Address => Page * (ulong)Environment.SystemPageSize;
}

/// <summary>Chooses a few pages of a run that show what happened, and reads the other side's entries of them. Reading changes no page.</summary>
internal static class PageTableExcerpt
{
    private const ulong Around = 2;

    /// <param name="pages">The run.</param>
    /// <param name="heap">The pages of the heap's elements; null when they are not known.</param>
    /// <param name="other">The process that waited; null when there is none.</param>
    /// <param name="isHuge">Whether the other side has huge pages.</param>
    public static IReadOnlyList<PageTableRow> Of(RunPages pages, PageRanges? heap, int? other, bool isHuge)
    {
        if (Centre(pages, heap) is not { } centre) return [];
        var first = centre - Around;
        var others = other is { } pid ? Reading.Of(() => Read(pid, first)).Value : null;
        return
        [
            .. Enumerable.Range(0, (int)(2 * Around) + 1)
                .Select(i => new PageTableRow(first + (ulong)i, pages.Changes[first + (ulong)i], Entry(pages.Before, first + (ulong)i), Entry(pages.After, first + (ulong)i), others?[i]))
                .Select(row => row with { Other = row.Other is { } theirs ? Corrected(theirs, row.After, isHuge) : null })
                .Where(row => row.Before.Traits != PageTraits.None || row.After.Traits != PageTraits.None),
        ];
    }

    // Bit 56 of a huge page that is mapped as a whole says that all of it is private as soon as one of its small pages is. The side that has split it knows better.
    private static PageTableEntry Corrected(PageTableEntry theirs, PageTableEntry mine, bool isHuge) =>
        theirs.IsOwn && mine.IsAnonymous && !mine.IsOwn && (theirs.Frame is { } frame ? frame == mine.Frame : isHuge) ? theirs with { Traits = theirs.Traits & ~PageTraits.Exclusive } : theirs;

    private static ulong? Centre(RunPages pages, PageRanges? heap)
    {
        foreach (var changed in new[] { pages.HeapCopied, pages.Copied, pages.Reused })
            if (changed.Count > 0) return Edge(pages, changed, PageTraits.Exclusive) ?? Edge(pages, changed, PageTraits.None) ?? changed.Ranges[0].First;
        var shared = pages.Before.SharedPages;
        return Middle(heap?.Intersect(shared)) ?? Middle(shared) ?? Middle(pages.Before.OwnPages);
    }

    // The first page at the border of a range where the neighbour beyond it is anonymous, stayed as it was, and does not have that trait.
    private static ulong? Edge(RunPages pages, PageRanges changed, PageTraits without)
    {
        foreach (var (first, count) in changed.Ranges)
        {
            if (Stayed(first - 1)) return first;
            if (Stayed(first + count)) return first + count - 1;
        }

        return null;

        bool Stayed(ulong page) => pages.Changes[page] == PageChange.None && pages.After[page].IsAnonymous() && (pages.After[page] & without) == 0;
    }

    private static ulong? Middle(PageRanges? pages) => pages is { Count: > 0 } ? pages.Ranges.MaxBy(range => range.Count) is var (first, count) ? first + (count / 2) : null : null;

    private static PageTableEntry Entry(PageMap map, ulong page) => new(map[page], map.FrameOf(page));

    private static PageTableEntry[] Read(int pid, ulong first)
    {
        using var pagemap = new ProcFs().Process(pid).OpenPagemap();
        var entries = new PagemapEntry[(int)(2 * Around) + 1];
        pagemap.Read(first, entries);
        return [.. entries.Select(entry => new PageTableEntry(entry.Traits, entry.Traits.IsAnonymous() ? entry.PageFrameNumber : null))];
    }
}
