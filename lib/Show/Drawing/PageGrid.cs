using CowNotebooks.Lab;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Show.Drawing;

/// <summary>A page of the map, or several neighbours.</summary>
/// <param name="Address">Of its first page.</param>
/// <param name="Kind">What became of it at the end.</param>
/// <param name="Slice">After which slice it was so, from 1 on; 0 from the beginning.</param>
internal readonly record struct PageCell(ulong Address, PageKind Kind, int Slice);

/// <summary>The anonymous pages of a child in the order of addresses; gaps in the address space are left out.</summary>
/// <param name="Kinds">How each kind of page is named and drawn: copies may not have been compared.</param>
/// <param name="Cells">The cells.</param>
/// <param name="Slices">How many slices are told apart.</param>
/// <param name="Scale">"1 cell = 1 page".</param>
internal sealed record PageGrid(IReadOnlyList<KindStyle> Kinds, IReadOnlyList<PageCell> Cells, int Slices, string Scale)
{
    /// <summary>How many cells a row has.</summary>
    public const int Columns = 128;

    private const int MostCells = 20_000;

    /// <summary>The cells, row by row; the last row may be shorter.</summary>
    public IReadOnlyList<PageCell[]> Rows { get; } = [.. Cells.Chunk(Columns)];

    /// <summary>How high the drawn grid is, in pixels.</summary>
    public int Height => Math.Clamp(Rows.Count * 5, 300, 800);

    /// <summary>The address that stands beside a row.</summary>
    public static string Address(PageCell[] row) => $"{row[0].Address:x}";

    public static PageGrid Of(Run run, RunPages pages)
    {
        var kinds = new PageKinds(run, pages);
        var anonymous = Anonymous(pages);
        var perCell = (int)((anonymous.Sum(one => (long)one.Count) + MostCells - 1) / MostCells);
        var copied = pages.CopiedBySlice.Count > 0 ? pages.CopiedBySlice : [pages.Copied];
        var fresh = pages.NewBySlice.Count > 0 ? pages.NewBySlice : [pages.New];
        var cells = new List<PageCell>();
        PageCell cell = default;
        var inCell = 0;
        foreach (var page in PagesOf(anonymous))
        {
            var (kind, slice) = Look(page);
            if (inCell == 0) cell = new(page * (ulong)Run.PageSize, kind, slice);
            else if (kind > cell.Kind) cell = cell with { Kind = kind, Slice = slice };
            if (++inCell < perCell) continue;
            cells.Add(cell);
            inCell = 0;
        }

        if (inCell > 0) cells.Add(cell);
        return new(kinds.Styles, cells, copied.Count, perCell <= 1 ? "1 cell = 1 page" : $"1 cell = {perCell} pages, shown by the one that changed most");

        (PageKind, int) Look(ulong page) => kinds.Of(page) switch
        {
            PageKind.New => (PageKind.New, FirstWith(page, fresh)),
            // Which slice reused a page is not recorded: known at the end.
            PageKind.Reused => (PageKind.Reused, copied.Count),
            (PageKind.Identical or PageKind.Differing) and var kind => (kind, FirstWith(page, copied)),
            var kind => (kind, 0),
        };
    }

    /// <summary>The anonymous pages of the process that ran.</summary>
    public static IReadOnlyList<PageSpan> Anonymous(RunPages pages) =>
        [.. pages.After.Spans.Where(one => (one.Traits & (PageTraits.Present | PageTraits.FileOrShared)) == PageTraits.Present)];

    /// <summary>Their page numbers, ascending.</summary>
    public static IEnumerable<ulong> PagesOf(IReadOnlyList<PageSpan> spans) => spans.SelectMany(one => Enumerable.Range(0, (int)one.Count).Select(i => one.FirstPage + (ulong)i));

    // The last slice ends where the run ends, so what is in none of the others is in that one.
    private static int FirstWith(ulong page, IReadOnlyList<PageRanges> slices)
    {
        var slice = 0;
        while (slice < slices.Count - 1 && !slices[slice].Contains(page)) slice++;
        return slice + 1;
    }
}
