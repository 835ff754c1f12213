using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Families;
using CowNotebooks.Show.Drawing.Pictures;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>Families of forks.</content>
public sealed partial class Picture
{
    private const int MostMembers = 12;

    /// <summary>The idea: what a page of a child may have in common with its parent's.</summary>
    public static Picture Family()
    {
        (PageShare Share, string Page, PageSlot? Parent, PageSlot Child)[] pages =
        [
            (PageShare.SharedWithParent, "page 1", Frame("1", "3 0 7 7", PageShare.SharedWithParent), Frame("1", "3 0 7 7", PageShare.SharedWithParent)),
            (PageShare.Identical, "page 2", Frame("2", "5 1 4 8", null), Frame("2′", "5 1 4 8", PageShare.Identical)),
            (PageShare.Different, "page 3", Frame("3", "6 0 2 9", null), Frame("3′", "6 0 5 9", PageShare.Different)),
            (PageShare.New, "page 4", null, Frame("4", "0 0 1 0", PageShare.New)),
        ];
        const string heading = "Four things that a child's page can be";
        const string what = "Shared: both lead to one frame. Identical: the child has a copy, and not one byte differs. Different: it has a copy and has changed it. New: only the child has such a page.";
        var sketch = new Sketch().Paragraph(heading, Style.Heading);
        PageTablePanel.Draw(sketch, "Each frame with its first bytes", ("parent's page table", "child's page table"), [.. pages.Select(page => new PageTableLine(page.Page, page.Parent, page.Child))], isCode: false);
        sketch.Space(6).Paragraph(what);
        return new(sketch, [$"{heading}.", what]);

        static PageSlot Frame(string key, string bytes, PageShare? share) => new(key, bytes, share switch
        {
            PageShare.SharedWithParent => "shared",
            { } other => other.ToString().ToLowerInvariant(),
            null => "its own",
        }, share is { } kind ? MemberStrip.StyleOf(kind).Colour : null);
    }

    /// <summary>A family of processes: who was forked from whom, and for each how many of its pages are shared, identical, different and new.</summary>
    /// <param name="family">What <see cref="Attach"/> found; of many members the first 12 are drawn.</param>
    public static Picture Family(Family family)
    {
        const double indent = 18, height = 20;
        var heading = family.WhyAlone ?? family.ToString();
        var sketch = new Sketch().Paragraph(heading, Style.Heading).Space(4);
        var members = family.Members.Take(MostMembers).ToList();
        var most = Math.Max(1, members.Max(member => Shown(member).Sum(one => one.Pages)));
        var middles = new Dictionary<int, double>();
        foreach (var member in members)
        {
            var x = Sketch.Margin + (Math.Min(member.Depth, 5) * indent);
            sketch.Space(8);
            var name = member.CommandLine.Length > 0 ? member.CommandLine : member.Name;
            var style = Style.Plain with { IsBold = true };
            sketch.Text(Letters.Fit($"{Wording.Of(member)}: {name}", Sketch.Width - Sketch.Margin - x, style), x, sketch.Bottom + style.Size, style);
            sketch.Space(5);
            var bar = new Area(x, sketch.Bottom, 0, height);
            foreach (var (share, pages) in Shown(member))
            {
                var part = bar with { X = bar.Right, Width = (Sketch.Width - Sketch.Margin - x) * pages / most };
                sketch.Patch(part, MemberStrip.StyleOf(share).Colour);
                bar = part;
            }

            sketch.Reach(bar.Bottom);
            middles[member.Pid] = bar.MiddleY;
            if (member.ParentPid is { } parent && middles.TryGetValue(parent, out var from))
                sketch.Arrow(new LineLook(Opacity: 0.7), (x - (indent / 2), from + (height / 2)), (x - (indent / 2), bar.MiddleY), (x, bar.MiddleY));
            sketch.Space(3).Paragraph(string.Join(", ", Shown(member).Select(one => $"{Numbers.Count(one.Pages)} {MemberStrip.StyleOf(one.Share).Name}")), Style.Small, x - Sketch.Margin);
        }

        sketch.Space(8);
        Legend.Draw(sketch, MemberStrip.Shares.Where(share => members.Any(member => member.Pages[share] > 0)).Select(share => ((string?)MemberStrip.StyleOf(share).Colour, MemberStrip.StyleOf(share).Name)));
        var rest = family.Members.Count > MostMembers ? $"Not drawn: {Numbers.Count(family.Members.Count - MostMembers)} more." : "";
        if (rest.Length > 0) sketch.Space(4).Paragraph(rest, Style.Small);
        return new(sketch, [heading, .. members.Select(member => $"{member}."), .. rest.Length > 0 ? [rest] : Array.Empty<string>()]);

        static List<(PageShare Share, long Pages)> Shown(Member member) => [.. MemberStrip.Shares.Select(share => (share, member.Pages[share])).Where(one => one.Item2 > 0)];
    }
}
