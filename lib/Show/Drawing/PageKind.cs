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

/// <summary>What became of the pages of a run.</summary>
internal sealed class PageKinds(Run run, RunPages pages)
{
    /// <summary>
    /// What each kind is called, how it is coloured, and the block character for it, in the order of <see cref="PageKind"/>: shared pages are pale, so that the
    /// others stand out.
    /// </summary>
    public static IReadOnlyList<(PageKind Kind, string Name, string Colour, char Block)> All { get; } =
    [
        (PageKind.Shared, "shared or unchanged", Palette.SharedPage, '░'),
        (PageKind.Reused, "reused", Palette.ReusedPage, '▒'),
        (PageKind.New, "new", Palette.NewPage, '▄'),
        (PageKind.Identical, "copied, identical", Palette.IdenticalPage, '▓'),
        (PageKind.Differing, "copied, differing", Palette.DifferingPage, '█'),
    ];

    public PageKind Of(ulong page) =>
        pages.New.Contains(page) ? PageKind.New
        : pages.Copied.Contains(page) ? run.Diff?.Identical.Contains(page) == false ? PageKind.Differing : PageKind.Identical
        : pages.Reused.Contains(page) ? PageKind.Reused
        : PageKind.Shared;
}
