using CowNotebooks.Lab;
using CowNotebooks.Lab.Pages;

namespace CowNotebooks.Show.Drawing;

/// <summary>What became of a page during a run. Of several pages in a cell of a page map the one that is latest in this list decides.</summary>
internal enum PageKind
{
    Shared,
    Reused,
    New,
    Identical,
    Differing,
}

/// <summary>How a kind of page is drawn.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Block">The character for it in text.</param>
/// <param name="Hatch">In a strip, pixels from one line of its hatching to the next; 0 without. So kinds differ by more than their colour.</param>
internal sealed record KindStyle(string Name, string Colour, char Block, int Hatch = 0)
{
    /// <summary>Whether the colour follows the ground, so that the other kinds stand out.</summary>
    public bool IsPale => Colour == Palette.SharedPage;
}

/// <summary>What became of the pages of a run.</summary>
internal sealed class PageKinds(Run run, RunPages pages)
{
    /// <summary>
    /// How each kind is drawn, in the order of <see cref="PageKind"/>: shared pages are pale, so that the others stand out.
    /// </summary>
    public static IReadOnlyList<KindStyle> All { get; } =
    [
        new("shared or unchanged", Palette.SharedPage, '░'),
        new("reused", Palette.ReusedPage, '▒', 9),
        new("new", Palette.NewPage, '▄'),
        new("copied, identical", Palette.IdenticalPage, '▓', 4),
        new("copied, differing", Palette.DifferingPage, '█'),
    ];

    /// <summary>The same for this run: without a comparison nobody knows which copies are identical.</summary>
    public IReadOnlyList<KindStyle> Styles { get; } =
        run.Diff is not null ? All : [.. All.Select((style, kind) => kind == (int)PageKind.Identical ? new("copied, not compared", Palette.UncomparedPage, style.Block) : style)];

    public PageKind Of(ulong page) =>
        pages.New.Contains(page) ? PageKind.New
        : pages.Copied.Contains(page) ? run.Diff?.Identical.Contains(page) == false ? PageKind.Differing : PageKind.Identical
        : pages.Reused.Contains(page) ? PageKind.Reused
        : PageKind.Shared;
}
