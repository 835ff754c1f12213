namespace CowNotebooks.Show.Drawing.Pictures;

/// <summary>What one side's page table has for a page.</summary>
/// <param name="Frame">What it leads to: equal for both sides when they share it. Null when it leads nowhere.</param>
/// <param name="Label">What is written in the frame: its number.</param>
/// <param name="State">What is written below the page's address: "shared".</param>
/// <param name="Colour">The frame's colour; null without one.</param>
internal sealed record PageSlot(string? Frame, string Label, string State, string? Colour);

/// <summary>A page, and what both sides have for it.</summary>
/// <param name="Name">Its address.</param>
/// <param name="Parent">The left side; null when it is not known.</param>
/// <param name="Child">The right side; null when it is not known.</param>
internal sealed record PageTableLine(string Name, PageSlot? Parent, PageSlot? Child);

/// <summary>
/// The page tables of two processes, and the frames between them:
/// <code>
///     parent            frames in RAM         child
///   +----------+        +--------+        +----------+
///   | 7f2a1000 |-------&gt;| 1a2b3c |&lt;-------| 7f2a1000 |      a page that both share
///   +----------+        +--------+        +----------+
///   +----------+        +--------+        +----------+
///   | 7f2a2000 |-------&gt;| 1a2b3d |   +----| 7f2a2000 |      a page that was copied
///   +----------+        +--------+   |    +----------+
///                       +--------+   |
///                       | 40e1f0 |&lt;--+
///                       +--------+
/// </code>
/// </summary>
internal static class PageTablePanel
{
    private const double PageWidth = 112, FrameWidth = 104, RowHeight = 38, FrameHeight = 26, Gap = 8;
    private const double FrameX = (Sketch.Width - FrameWidth) / 2, ChildX = Sketch.Width - Sketch.Margin - PageWidth;

    public static void Draw(Sketch sketch, string title, IReadOnlyList<PageTableLine> lines, bool isCode = true)
    {
        sketch.Space(10).Paragraph(title, Style.Plain with { IsBold = true });
        var y = sketch.Bottom + Style.Small.Size;
        sketch.Text("parent's pages", Sketch.Margin + (PageWidth / 2), y, Style.Small, "middle");
        sketch.Text("frames in RAM", Sketch.Width / 2, y, Style.Small, "middle");
        sketch.Text("child's pages", ChildX + (PageWidth / 2), y, Style.Small, "middle");
        var top = sketch.Bottom + 5;
        foreach (var line in lines) top = Draw(sketch, line, top, isCode ? Style.Code : Style.Plain) + Gap;
    }

    private static double Draw(Sketch sketch, PageTableLine line, double top, Style names)
    {
        var frames = new[] { line.Parent, line.Child }.OfType<PageSlot>().Where(slot => slot.Frame is not null).DistinctBy(slot => slot.Frame).ToList();
        var height = Math.Max(RowHeight, (frames.Count * (FrameHeight + Gap)) - Gap);
        var first = top + ((height - (frames.Count * (FrameHeight + Gap)) + Gap) / 2);
        foreach (var (i, slot) in frames.Index())
            sketch.Box(FrameAt(first, i), new BoxLook(slot.Colour), (slot.Label, isNumber(slot) ? Style.Code : Style.Small));
        Side(line.Parent, Sketch.Margin, fromRight: true);
        Side(line.Child, ChildX, fromRight: false);
        return top + height;

        static bool isNumber(PageSlot slot) => slot.Frame == slot.Label;

        void Side(PageSlot? slot, double x, bool fromRight)
        {
            if (slot is null) return;
            var area = new Area(x, top + ((height - RowHeight) / 2), PageWidth, RowHeight);
            sketch.Box(area, new BoxLook { Dashes = slot.Frame is null ? "4 3" : null }, (line.Name, names), (slot.State, Style.Small));
            if (slot.Frame is null) return;
            var frame = FrameAt(first, frames.FindIndex(one => one.Frame == slot.Frame));
            sketch.Arrow(new LineLook(), (fromRight ? area.Right : area.X, area.MiddleY), (fromRight ? frame.X : frame.Right, frame.MiddleY));
        }
    }

    private static Area FrameAt(double first, int i) => new(FrameX, first + (i * (FrameHeight + Gap)), FrameWidth, FrameHeight);
}
