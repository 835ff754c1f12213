using CowNotebooks.Lab;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Show.Drawing;

/// <summary>What a cell of a page map shows. Of several pages in a cell the one that is latest in this list decides.</summary>
internal enum PageKind
{
    Shared,
    Reused,
    New,
    Identical,
    Differing,
}

/// <summary>One cell.</summary>
/// <param name="Address">Of its first page.</param>
/// <param name="Kind">What became of it at the end.</param>
/// <param name="Slice">After which slice it was so, from 1 on; 0 from the beginning.</param>
internal readonly record struct PageCell(ulong Address, PageKind Kind, int Slice);

/// <summary>The anonymous pages of a child in the order of addresses; gaps in the address space are left out.</summary>
/// <param name="Cells">The cells.</param>
/// <param name="Slices">How many slices are told apart.</param>
/// <param name="Scale">"1 cell = 1 page".</param>
internal sealed record PageGrid(IReadOnlyList<PageCell> Cells, int Slices, string Scale)
{
    /// <summary>How many cells a row has.</summary>
    public const int Columns = 128;

    private const int MostCells = 20_000;

    /// <summary>What each kind is called and how it is coloured: shared pages are pale, so that the others stand out.</summary>
    public static IReadOnlyList<(PageKind Kind, string Name, string Colour)> Kinds { get; } =
    [
        (PageKind.Shared, "shared or unchanged", Palette.SharedPage),
        (PageKind.New, "new", Palette.NewPage),
        (PageKind.Identical, "copied, identical", Palette.IdenticalPage),
        (PageKind.Differing, "copied, differing", Palette.DifferingPage),
    ];

    /// <summary>The cells, row by row; the last row may be shorter.</summary>
    public IReadOnlyList<PageCell[]> Rows { get; } = [.. Cells.Chunk(Columns)];

    /// <summary>How high the drawn grid is, in pixels.</summary>
    public int Height => Math.Clamp(Rows.Count * 5, 300, 800);

    /// <summary>The address that stands beside a row.</summary>
    public static string Address(PageCell[] row) => $"{row[0].Address:x}";

    public static PageGrid Of(Run run, RunPages pages)
    {
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
        return new(cells, copied.Count, perCell <= 1 ? "1 cell = 1 page" : $"1 cell = {perCell} pages, shown by the one that changed most");

        (PageKind, int) Look(ulong page)
        {
            if (pages.New.Contains(page)) return (PageKind.New, FirstWith(page, fresh));
            if (!pages.Copied.Contains(page)) return (PageKind.Shared, 0);
            return (run.Diff?.Identical.Contains(page) == false ? PageKind.Differing : PageKind.Identical, FirstWith(page, copied));
        }
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
