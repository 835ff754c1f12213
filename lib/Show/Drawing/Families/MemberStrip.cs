using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing.Runs;

namespace CowNotebooks.Show.Drawing.Families;

/// <summary>The page strip of a member of a family: what it shares, and what is private.</summary>
internal static class MemberStrip
{
    // A family may have many members, and a notebook keeps all of it.
    private const int MostColumns = 160;

    // In the order of the figures. Pages of files and zero pages are in no strip.
    private static readonly Dictionary<PageShare, (string Colour, char Block, int Hatch)> Styles = new()
    {
        [PageShare.SharedWithParent] = (Palette.SharedPage, '░', 0),
        [PageShare.SharedWithOthers] = (Palette.SharedWithOthersPage, '▒', 9),
        [PageShare.Identical] = (Palette.IdenticalPage, '▓', 4),
        [PageShare.Different] = (Palette.DifferingPage, '█', 0),
        [PageShare.Uncompared] = (Palette.UncomparedPage, '▐', 0),
        [PageShare.New] = (Palette.NewPage, '▄', 0),
        [PageShare.Swapped] = (Palette.SwappedPage, '▁', 14),
    };

    private static readonly IReadOnlyList<(PageShare Share, KindStyle Style)> OfChild =
        [.. MemberFigures.OfPages.Where(figure => Styles.ContainsKey(figure.Share!.Value)).Select(figure => (figure.Share!.Value, Style(figure.Share!.Value, figure.Title)))];

    // A parent shares with its children, which is what is to be expected: pale.
    private static readonly IReadOnlyList<(PageShare Share, KindStyle Style)> OfParent =
    [
        (PageShare.SharedWithOthers, Style(PageShare.SharedWithParent, "shared")), (PageShare.Uncompared, Style(PageShare.Uncompared, "private")),
        (PageShare.Swapped, Style(PageShare.Swapped, MemberFigures.Swapped.Title)),
    ];

    /// <summary>The kinds of a member's pages that are drawn, in order.</summary>
    public static IReadOnlyList<(PageShare Share, KindStyle Style)> KindsOf(Member member) => member.ParentPid is null ? OfParent : OfChild;

    /// <summary>How a kind of a child's page is drawn.</summary>
    public static KindStyle StyleOf(PageShare share) => OfChild.First(kind => kind.Share == share).Style;

    /// <returns>Null when it has no anonymous page.</returns>
    public static PageStrip? Of(Member member)
    {
        if (member.Outline.Count == 0) return null;
        var kinds = KindsOf(member);
        var all = new PageStrip([.. kinds.Select(kind => kind.Style)], [.. member.Outline.Select(part => new StripPart(part.First, part.Last, [.. kinds.Select(kind => part.Counts[kind.Share])]))]);
        return all with { Columns = [.. all.Gathered(MostColumns)] };
    }

    private static KindStyle Style(PageShare share, string name) => new(name, Styles[share].Colour, Styles[share].Block, Styles[share].Hatch);
}
