using System.Globalization;
using System.Security;
using System.Text;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;

namespace CowNotebooks.Cow.Watching;

/// <summary>
/// Page faults as a flame graph (Brendan Gregg): each frame is as wide as the faults that it took, itself or through what it called, which stands above it. One SVG
/// file that needs nothing else: no script, no font, no network. Equal stacks give the same bytes.
/// </summary>
internal static class FlameGraph
{
    private const double Width = 1200, Margin = 10, FrameHeight = 17, Head = 58, LeastWidth = 0.3, LetterWidth = 6.7, Padding = 3;

    // Okabe and Ito's colours, as in the charts, lightened so that black text is read on them, on a light page and on a dark one.
    private static readonly Dictionary<string, (int Red, int Green, int Blue)> Colours = new()
    {
        [FaultTable.Name(FaultCause.Copy)] = (240, 150, 90),
        [FaultTable.Name(FaultCause.New)] = (130, 190, 235),
        [FaultTable.Name(FaultCause.Zero)] = (160, 215, 245),
        [FaultTable.Name(FaultCause.Reuse)] = (220, 165, 195),
        [FaultTable.Name(FaultCause.File)] = (190, 200, 190),
        [FaultTable.Name(FaultCause.Swap)] = (235, 225, 110),
    };

    /// <summary>The picture.</summary>
    /// <param name="faults">What was recorded.</param>
    /// <param name="title">What was watched.</param>
    public static string Svg(WatchFaults faults, string title)
    {
        var root = new Frame("all page faults");
        foreach (var stack in faults.Stacks) root.Add(FoldedStacks.Frames(stack), stack.Count);
        var height = Head + root.Depth * FrameHeight + Margin;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" role="img" font-family="monospace" font-size="11">
            <title>{Escaped(title)}</title>
            <style>
            .page {"{"} fill: #ffffff {"}"} .says {"{"} fill: #222222 {"}"} rect.frame {"{"} stroke: #ffffff; stroke-width: 0.5 {"}"} .frame + text {"{"} fill: #000000; pointer-events: none {"}"}
            @media (prefers-color-scheme: dark) {"{"} .page {"{"} fill: #1b1b1b {"}"} .says {"{"} fill: #dddddd {"}"} rect.frame {"{"} stroke: #1b1b1b {"}"} {"}"}
            </style>
            <rect class="page" width="100%" height="100%"/>
            <text class="says" x="{Margin}" y="22" font-size="15">{Escaped(title)}</text>
            <text class="says" x="{Margin}" y="42">{Escaped(Says(faults))}</text>

            """);
        if (root.Count > 0) Draw(svg, root, root.Count, Margin, 0, height, null);
        return svg.Append("</svg>\n").ToString();
    }

    private static string Says(WatchFaults faults)
    {
        var causes = string.Join(", ", faults.ByCause.Select(cause => $"{FaultTable.Name(cause.Cause)} {FigureText.Count(cause.Count)}"));
        return $"{FigureText.Count(faults.Count)} page faults: {(faults.Count > 0 ? causes : "none")}. {FigureText.Count(faults.Lost)} lost. Width: faults; a caller stands below what it calls.";
    }

    private static void Draw(StringBuilder svg, Frame frame, long all, double left, int level, double height, string? cause)
    {
        var width = (Width - 2 * Margin) * frame.Count / all;
        if (width < LeastWidth) return;
        var top = height - Margin - (level + 1) * FrameHeight;
        var letters = (int)((width - 2 * Padding) / LetterWidth);
        var text = letters > 2 ? Terminal.Cut(frame.Name, letters) : frame.Name.Length <= letters ? frame.Name : "";
        svg.Append(CultureInfo.InvariantCulture,
            $"""<g><title>{Escaped(frame.Name)}: {FigureText.Count(frame.Count)} faults, {100.0 * frame.Count / all:0.0} %</title><rect class="frame" x="{left:0.##}" y="{top:0.##}" width="{width:0.##}" height="{FrameHeight}" fill="{Colour(frame.Name, cause)}"/>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{left + Padding:0.##}" y="{top + 12:0.##}">{Escaped(text)}</text></g>""").Append('\n');
        foreach (var called in frame.Called)
        {
            // The frame of the second level is the cause, and colours all above it.
            Draw(svg, called, all, left, level + 1, height, level == 1 ? called.Name : cause);
            left += (Width - 2 * Margin) * called.Count / all;
        }
    }

    /// <summary>The colour of the cause, a little lighter or darker by the name, so that neighbours can be told apart.</summary>
    private static string Colour(string name, string? cause)
    {
        var (red, green, blue) = cause is not null && Colours.TryGetValue(cause, out var known) ? known : (205, 205, 205);
        // FNV-1a: the same in every run.
        var hash = name.Aggregate(2166136261u, (hash, letter) => (hash ^ letter) * 16777619);
        var shade = (int)(hash % 31) - 15;
        return $"#{Shaded(red):x2}{Shaded(green):x2}{Shaded(blue):x2}";

        int Shaded(int part) => Math.Clamp(part + shade, 0, 255);
    }

    private static string Escaped(string text) => SecurityElement.Escape(Terminal.Printable(text));

    /// <summary>A frame and what it called.</summary>
    private sealed class Frame(string name)
    {
        private readonly SortedDictionary<string, Frame> _called = new(StringComparer.Ordinal);

        public string Name => name;

        public long Count { get; private set; }

        public IEnumerable<Frame> Called => _called.Values;

        public int Depth => 1 + (_called.Count > 0 ? _called.Values.Max(called => called.Depth) : 0);

        public void Add(IEnumerable<string> frames, long count)
        {
            var at = this;
            at.Count += count;
            foreach (var next in frames)
            {
                if (!at._called.TryGetValue(next, out var called)) at._called[next] = called = new(next);
                called.Count += count;
                at = called;
            }
        }
    }
}
