using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Pictures;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>What fork does.</content>
public sealed partial class Picture
{
    /// <summary>The idea of a fork: a parent and its children, each with a page table of its own, and all of these lead to the same frames.</summary>
    /// <param name="children">How many children, 1 or more; of many the first are drawn.</param>
    /// <exception cref="LabUsageException">Less than 1.</exception>
    public static Picture Fork(int children)
    {
        if (children < 1) throw new LabUsageException($"A picture of a fork needs a child, and {children} were asked for.", "Ask for 1 or more.");
        const int most = 4, pages = 3;
        const double width = 96, pageHeight = 20, gap = 4, between = 14, childX = Sketch.Width - Sketch.Margin - width, frameWidth = 76, frameHeight = 28, frameGap = 20;
        const double frameX = (Sketch.Width - frameWidth) / 2, headHeight = 18, height = headHeight + (pages * (pageHeight + gap));
        var shown = Math.Min(children, most);
        var heading = children == 1 ? "After a fork: two page tables, and each page once" : $"After {Numbers.Count(children)} forks: {Numbers.Count(children + 1L)} page tables, and each page once";
        var sketch = new Sketch().Paragraph(heading, Style.Heading).Space(6);
        var top = sketch.Bottom + (children == 1 ? 12 : 0);
        var all = Math.Max((shown * (height + between)) - between, (pages * (frameHeight + frameGap)) - frameGap);
        var firstFrame = top + ((all - (pages * (frameHeight + frameGap)) + frameGap) / 2);
        sketch.Text("frames in RAM", Sketch.Width / 2, firstFrame - 6, Style.Small, "middle");
        for (var page = 0; page < pages; page++) sketch.Box(Frame(page), new BoxLook(Palette.SharedPage), ($"page {page + 1}", Style.Plain));
        Process("parent", Sketch.Margin, top + ((all - height) / 2), isParent: true);
        for (var child = 0; child < shown; child++)
            Process(children == 1 ? "child" : $"child {child + 1}", childX, top + ((all - (shown * (height + between)) + between) / 2) + (child * (height + between)), isParent: false);
        sketch.Reach(top + all);
        var rest = children > shown ? $"… and {Numbers.Count(children - shown)} more children, each with a page table of its own." : "";
        if (rest.Length > 0) sketch.Space(8).Paragraph(rest, Style.Small);
        const string what = "fork copies the page table and none of the pages: every process reads the same frames. The first write to a page is when its writer gets a copy.";
        sketch.Space(6).Paragraph(what);
        return new(sketch, [$"{heading}.", $"The page tables of the parent and of {(children == 1 ? "the child" : $"{Numbers.Count(children)} children")} lead to the same frames.", what]);

        Area Frame(int page) => new(frameX, firstFrame + (page * (frameHeight + frameGap)), frameWidth, frameHeight);

        void Process(string name, double x, double y, bool isParent)
        {
            sketch.Text(name, x + (width / 2), y + 12, Style.Plain with { IsBold = true }, "middle");
            for (var page = 0; page < pages; page++)
            {
                var area = new Area(x, y + headHeight + (page * (pageHeight + gap)), width, pageHeight);
                sketch.Box(area, new BoxLook(), ($"page {page + 1}", Style.Small));
                var frame = Frame(page);
                sketch.Arrow(new LineLook(Opacity: isParent ? 1 : 0.7), (isParent ? area.Right : area.X, area.MiddleY), (isParent ? frame.X : frame.Right, frame.MiddleY));
            }
        }
    }
}
