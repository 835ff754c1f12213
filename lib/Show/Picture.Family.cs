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
        PageTablePanel.Draw(sketch, "Each frame with its first bytes", [.. pages.Select(page => new PageTableLine(page.Page, page.Parent, page.Child))], isCode: false);
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
        // All bars have one scale: the deepest one must have room for as many pages as any.
        var room = Sketch.Width - (2 * Sketch.Margin) - members.Max(Indent);
        var ends = new Dictionary<int, double>();
        foreach (var member in members)
        {
            var x = Sketch.Margin + Indent(member);
            sketch.Space(8);
            var bold = Style.Plain with { IsBold = true };
            sketch.Text(Letters.Fit($"{Wording.Of(member)}: {Wording.Command(member)}", Sketch.Width - Sketch.Margin - x, bold), x, sketch.Bottom + bold.Size, bold);
            sketch.Space(5);
            var bar = new Area(x, sketch.Bottom, 0, height);
            foreach (var (style, pages) in Shown(member))
            {
                var part = bar with { X = bar.Right, Width = room * pages / most };
                var look = new BoxLook(style.Colour);
                sketch.Patch(part, look.Ground, look.Ground is null ? look.Tint : 1);
                bar = part;
            }

            sketch.Reach(bar.Bottom);
            if (member.ParentPid is { } parent && ends.TryGetValue(parent, out var from))
                sketch.Arrow(new LineLook(Opacity: 0.7), (x - (indent / 2), from), (x - (indent / 2), bar.MiddleY), (x, bar.MiddleY));
            sketch.Space(3).Paragraph($"Pages: {string.Join("; ", Shown(member).Select(one => $"{Numbers.Count(one.Pages)} {one.Style.Name}"))}", Style.Small, x - Sketch.Margin);
            ends[member.Pid] = sketch.Bottom;
        }

        sketch.Space(8);
        // A parent's "shared" and "private" have the colours of its children's: the first names them all.
        Legend.Draw(sketch, members.SelectMany(Shown).DistinctBy(one => one.Style.Colour).Select(one => ((string?)one.Style.Colour, one.Style.Name)));
        var rest = family.Members.Count > MostMembers ? $"Not drawn: {Numbers.Count(family.Members.Count - MostMembers)} more." : "";
        if (rest.Length > 0) sketch.Space(4).Paragraph(rest, Style.Small);
        return new(sketch, [heading, .. members.Select(member => $"{member}."), .. rest.Length > 0 ? [rest] : Array.Empty<string>()]);

        static double Indent(Member member) => Math.Min(member.Depth, 5) * indent;

        static List<(KindStyle Style, long Pages)> Shown(Member member) =>
            [.. MemberStrip.KindsOf(member).Select(kind => (kind.Style, Pages: member.Pages[kind.Share])).Where(one => one.Pages > 0)];
    }
}
