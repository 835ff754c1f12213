using System.Globalization;
using System.Net;
using System.Text;

namespace CowNotebooks.Show.Drawing.Runs;

/// <summary>
/// A page strip as SVG within HTML. A column is divided by how many of its pages are of each kind; what changed is high enough to be seen. Above lie invisible
/// rectangles that say what is where, for front ends that run no scripts.
/// </summary>
internal static class PageStripPicture
{
    /// <summary>How high a strip is, in pixels, and the least that a kind which changed takes of it.</summary>
    public const int Height = 28, LeastHeight = 8;

    private const int Width = 800, MostHints = 48;

    /// <param name="strip">What is drawn.</param>
    /// <param name="id">What ids begin with: those of all SVGs in a page are shared.</param>
    public static string Svg(PageStrip strip, string id)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg class=\"cow-picture\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(Words(strip))}\" viewBox=\"0 0 {strip.Columns.Count} {Height}\" preserveAspectRatio=\"none\" shape-rendering=\"crispEdges\" style=\"display:block;width:100%;max-width:{Width}px;height:{Height}px\">");
        svg.Append(Columns(strip, id, Palette.SharedPage));
        var x = 0;
        foreach (var hint in Hints(strip))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" width=\"{hint.Columns}\" height=\"{Height}\" fill=\"transparent\"><title>{WebUtility.HtmlEncode(strip.Describe(hint.Part))}</title></rect>");
            x += hint.Columns;
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>The same as a picture of its own, without hints.</summary>
    public static string Image(PageStrip strip) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" shape-rendering=\"crispEdges\"><g transform=\"scale({(double)Width / strip.Columns.Count:0.####} 1)\">{Columns(strip, "k", Palette.SharedPageOnAnyGround)}</g></svg>");

    /// <summary>What it shows, in words.</summary>
    public static string Words(PageStrip strip) => $"Pages in the order of addresses: {string.Join("; ", strip.Legend().Select(one => one.Text))}";

    /// <summary>The kinds that occur, each after a patch of its colour.</summary>
    public static string Legend(PageStrip strip) => string.Concat(strip.Legend().Select(one =>
        $"<span style=\"display:inline-block;margin-right:1.2em\">{Patch(strip.Kinds[one.Kind])} {WebUtility.HtmlEncode(one.Text)}</span>"));

    private static string Columns(PageStrip strip, string id, string pale)
    {
        var svg = new StringBuilder();
        foreach (var (kind, _) in strip.Legend())
            if (strip.Kinds[kind] is { Hatch: > 0 } style) svg.Append(Pattern(style, $"{id}-{kind}"));
        for (var kind = 0; kind < strip.Kinds.Count; kind++)
        {
            if (Path(strip, kind) is not { Length: > 0 } path) continue;
            var style = strip.Kinds[kind];
            svg.Append(CultureInfo.InvariantCulture, $"<path{(style.IsPale ? " class=\"cow-pale\"" : "")} fill=\"{(style.Hatch > 0 ? $"url(#{id}-{kind})" : style.IsPale ? pale : style.Colour)}\" d=\"{path}\"/>");
        }

        return svg.ToString();
    }

    private static string Patch(KindStyle style)
    {
        var hatching = style.Hatch == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $";background-image:repeating-linear-gradient(transparent 0 {style.Hatch - 1}px,var(--cow-ground,#fff) {style.Hatch - 1}px {style.Hatch}px)");
        return $"<i{(style.IsPale ? " class=\"cow-pale\"" : "")} style=\"display:inline-block;width:0.8em;height:0.8em;background-color:{style.Colour}{hatching}\"></i>";
    }

    // As wide as any strip: a line of the hatching has no seams.
    private static string Pattern(KindStyle style, string id) => string.Create(
        CultureInfo.InvariantCulture,
        $"<pattern id=\"{id}\" width=\"1000\" height=\"{style.Hatch}\" patternUnits=\"userSpaceOnUse\"><rect width=\"1000\" height=\"{style.Hatch}\" fill=\"{style.Colour}\"/><rect class=\"cow-hatch\" y=\"{style.Hatch - 1}\" width=\"1000\" height=\"1\" fill=\"#fff\"/></pattern>");

    // Equal neighbours are one rectangle.
    private static string Path(PageStrip strip, int kind)
    {
        var path = new StringBuilder();
        for (var column = 0; column < strip.Columns.Count;)
        {
            var (top, height) = Bar(strip.Columns[column], kind);
            var width = 1;
            while (column + width < strip.Columns.Count && Bar(strip.Columns[column + width], kind) == (top, height)) width++;
            if (height > 0) path.Append(CultureInfo.InvariantCulture, $"M{column} {top}h{width}v{height}h-{width}z");
            column += width;
        }

        return path.ToString();
    }

    // From the bottom up, in the order of the kinds, as Script/3-line.js draws a part of the strip. The first is what did not change; the kind of most pages gives way.
    private static (int Top, int Height) Bar(StripPart part, int kind)
    {
        // Of very many kinds in one column each has its share.
        var least = Math.Min(LeastHeight, Height / part.Counts.Count(count => count > 0));
        var heights = part.Counts.Select((count, one) => count == 0 ? 0 : Math.Max(one == 0 ? 1 : least, Rounded((double)count * Height / part.Pages))).ToArray();
        var most = part.Most;
        heights[most] = Math.Max(0, heights[most] + Height - heights.Sum());
        var below = heights.Take(kind).Sum();
        return (Height - below - heights[kind], heights[kind]);

        // As Math.round of JavaScript.
        static int Rounded(double height) => (int)Math.Round(height, MidpointRounding.AwayFromZero);
    }

    // Neighbours of which most pages are of one kind, where these are few; else parts of equal length.
    private static IEnumerable<(int Columns, StripPart Part)> Hints(PageStrip strip)
    {
        var alike = new List<(int Columns, StripPart Part)>();
        foreach (var column in strip.Columns)
        {
            if (alike.Count > 0 && alike[^1].Part.Most == column.Most) alike[^1] = (alike[^1].Columns + 1, alike[^1].Part.With(column));
            else alike.Add((1, column));
        }

        if (alike.Count <= MostHints) return alike;
        var each = (strip.Columns.Count + MostHints - 1) / MostHints;
        return strip.Gathered(MostHints).Select((part, i) => (Math.Min(each, strip.Columns.Count - (i * each)), part));
    }
}
