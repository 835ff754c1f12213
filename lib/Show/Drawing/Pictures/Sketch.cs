using System.Xml.Linq;

namespace CowNotebooks.Show.Drawing.Pictures;

/// <summary>
/// A picture while it is drawn: boxes, texts, lines and arrows, <see cref="Width"/> units wide and as high as it gets. Lines and texts have the colour of the text around
/// the picture, the ground is transparent, and a box with a colour has dark text: so it follows any theme. There are no ids, which the pictures of a page would share.
/// </summary>
internal sealed class Sketch
{
    /// <summary>Units from side to side: about the pixels of a telephone.</summary>
    public const double Width = 400;

    /// <summary>Units that stay free at each side.</summary>
    public const double Margin = 8;

    /// <summary>What there is between the margins.</summary>
    public const double Inner = Width - (2 * Margin);

    private const string Current = "currentColor";

    private readonly List<XElement> _back = [], _front = [];

    /// <summary>How far down it is drawn: where the next part may begin.</summary>
    public double Bottom { get; private set; } = Margin;

    /// <summary>Leaves room below what is drawn.</summary>
    public Sketch Space(double height)
    {
        Bottom += height;
        return this;
    }

    /// <summary>Text below all that is drawn, from margin to margin, in as many lines as it takes.</summary>
    public Sketch Paragraph(string text, Style? style = null, double indent = 0)
    {
        style ??= Style.Plain;
        var top = Bottom;
        foreach (var line in Letters.Lines(text, Inner - indent, style))
        {
            Text(line, Margin + indent, top + style.Size, style);
            top += style.LineHeight;
        }

        Reach(top);
        return this;
    }

    /// <summary>One line of text.</summary>
    /// <param name="text">It has to fit.</param>
    /// <param name="x">Its left end, or its middle, or its right end.</param>
    /// <param name="y">The line on which its letters stand.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="anchor">What <paramref name="x"/> is: start, middle, end.</param>
    public void Text(string text, double x, double y, Style style, string anchor = "start")
    {
        var element = Svg.Element("text", ("x", x), ("y", y), ("font-size", style.Size));
        if (style.IsMono) element.SetAttributeValue("font-family", Letters.Mono);
        if (style.Colour is { } colour) element.SetAttributeValue("fill", colour);
        if (anchor != "start") element.SetAttributeValue("text-anchor", anchor);
        if (style.IsBold) element.SetAttributeValue("font-weight", "600");
        if (style.Opacity < 1) element.SetAttributeValue("fill-opacity", Svg.Number(style.Opacity));
        element.Value = Letters.Printable(text);
        _front.Add(element);
        Reach(y + (style.Size * 0.3));
    }

    /// <summary>A box with lines of text in its middle, each cut where it does not fit.</summary>
    /// <param name="area">Where.</param>
    /// <param name="look">How the box looks.</param>
    /// <param name="lines">The text.</param>
    public void Box(Area area, BoxLook look, params (string Text, Style Style)[] lines)
    {
        var box = Svg.Element("rect", ("x", area.X), ("y", area.Y), ("width", area.Width),
            ("height", area.Height), ("rx", look.Radius), ("stroke", look.Stroke ?? Current), ("stroke-width", look.StrokeWidth));
        if (look.Stroke is null) box.SetAttributeValue("stroke-opacity", Svg.Number(look.Opacity));
        if (look.Ground is { } coloured) box.SetAttributeValue("fill", coloured);
        else box.SetAttributeValue("fill-opacity", Svg.Number(look.Tint));
        if (look.Dashes is not null) box.SetAttributeValue("stroke-dasharray", look.Dashes);
        _front.Add(box);
        Reach(area.Bottom);
        var height = lines.Sum(line => line.Style.LineHeight);
        var top = area.Y + ((area.Height - height) / 2);
        foreach (var (text, style) in lines)
        {
            var shown = look.Ground is { } ground ? style.On(ground) : style;
            Text(Letters.Fit(text, area.Width - 8, shown), area.MiddleX, top + (style.LineHeight / 2) + (style.Size * 0.36), shown, "middle");
            top += style.LineHeight;
        }
    }

    /// <summary>Rectangles of one colour without text or border; where two overlap the colour is no stronger.</summary>
    public void Patches(IEnumerable<Area> areas, string? fill, double opacity = 1)
    {
        var path = string.Concat(areas.Select(area => Svg.Path($"M{area.X} {area.Y}h{area.Width}v{area.Height}h{-area.Width}z")));
        if (path.Length == 0) return;
        var patch = Svg.Element("path", ("d", path));
        if (fill is not null) patch.SetAttributeValue("fill", fill);
        if (opacity < 1) patch.SetAttributeValue("fill-opacity", Svg.Number(opacity));
        _front.Add(patch);
    }

    /// <summary>A rectangle without text or border.</summary>
    public void Patch(Area area, string? fill, double opacity = 1)
    {
        Patches([area], fill, opacity);
        Reach(area.Bottom);
    }

    /// <summary>A line behind all boxes.</summary>
    public void Line(double x1, double y1, double x2, double y2, LineLook look) => _back.Add(Stroked(look, ("d", Svg.Path($"M{x1} {y1}L{x2} {y2}"))));

    /// <summary>An arrow behind all boxes; its head ends at the last point.</summary>
    public void Arrow(LineLook look, params (double X, double Y)[] points)
    {
        const double head = 6, half = 3.2;
        var ((x1, y1), (x2, y2)) = (points[^2], points[^1]);
        var length = Math.Max(0.1, Math.Sqrt(((x2 - x1) * (x2 - x1)) + ((y2 - y1) * (y2 - y1))));
        var (dx, dy) = ((x2 - x1) / length, (y2 - y1) / length);
        var (neckX, neckY) = (x2 - (dx * head), y2 - (dy * head));
        var line = string.Concat(points.SkipLast(1).Select((point, i) => Svg.Path($"{(i == 0 ? "M" : "L")}{point.X} {point.Y}"))) + Svg.Path($"L{neckX} {neckY}");
        _back.Add(Stroked(look, ("d", line)));
        var tip = Svg.Element("path", ("d", Svg.Path($"M{x2} {y2}L{neckX - (dy * half)} {neckY + (dx * half)}L{neckX + (dy * half)} {neckY - (dx * half)}z")));
        if (look.Colour is { } colour) tip.SetAttributeValue("fill", colour);
        if (look.Opacity < 1) tip.SetAttributeValue("fill-opacity", Svg.Number(look.Opacity));
        _back.Add(tip);
    }

    /// <summary>The next part begins no higher than that.</summary>
    public void Reach(double bottom) => Bottom = Math.Max(Bottom, bottom);

    /// <summary>The picture as SVG.</summary>
    /// <param name="title">What it is, for a reader who does not see it.</param>
    /// <param name="isAlone">True for a file of its own, which has to know both themes; false within a page.</param>
    public string ToSvg(string title, bool isAlone)
    {
        var height = Math.Ceiling(Bottom + Margin);
        // What most of it has stands here once.
        var svg = Svg.Element("svg", ("viewBox", Svg.Path($"0 0 {Width} {height}")), ("role", "img"), ("aria-label", Letters.Printable(title)), ("font-family", Letters.Sans), ("fill", Current));
        if (isAlone)
        {
            // As wide as it is shown where nobody says how wide it should be.
            svg.SetAttributeValue("width", Svg.Number(Width * 1.4));
            svg.SetAttributeValue("height", Svg.Number(height * 1.4));
            svg.Add(Ground.Of(Width, height));
        }
        else
        {
            svg.SetAttributeValue("style", $"display:block;width:100%;max-width:{Svg.Number(Width * 1.4)}px;height:auto;margin:0.4em 0");
        }

        svg.Add(_back, _front);
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Stroked(LineLook look, params (string, object)[] attributes)
    {
        var line = Svg.Element("path", [.. attributes, ("fill", "none"), ("stroke", look.Colour ?? Current), ("stroke-width", look.Width)]);
        if (look.Opacity < 1) line.SetAttributeValue("stroke-opacity", Svg.Number(look.Opacity));
        if (look.Dashes is not null) line.SetAttributeValue("stroke-dasharray", look.Dashes);
        return line;
    }
}

/// <summary>A rectangle.</summary>
internal readonly record struct Area(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public double MiddleX => X + (Width / 2);

    public double MiddleY => Y + (Height / 2);
}

/// <summary>How a box looks.</summary>
/// <param name="Fill">Its colour, on which text is dark; null for a tint of the text's colour.</param>
/// <param name="Stroke">The colour of its border; null for the text's.</param>
internal sealed record BoxLook(string? Fill = null, string? Stroke = null)
{
    /// <summary>How strong the tint of a shared page is.</summary>
    public const double Shared = 0.18;

    /// <summary>What its ground is painted with; null for a tint of the text's colour. A shared page is pale on light ground, and dark on dark ground.</summary>
    public string? Ground => Fill == Palette.SharedPage ? null : Fill;

    public double Tint { get; init; } = Fill == Palette.SharedPage ? Shared : 0.05;

    public double Opacity { get; init; } = 0.55;

    public double StrokeWidth { get; init; } = 1;

    public double Radius { get; init; } = 3;

    /// <summary>Lengths of dash and gap; null for a line without gaps.</summary>
    public string? Dashes { get; init; }
}

/// <summary>How a line looks.</summary>
/// <param name="Colour">Null for the text's.</param>
/// <param name="Width">In units.</param>
/// <param name="Opacity">Below 1 for what matters less.</param>
/// <param name="Dashes">Lengths of dash and gap; null for a line without gaps.</param>
internal sealed record LineLook(string? Colour = null, double Width = 1.2, double Opacity = 1, string? Dashes = null);
