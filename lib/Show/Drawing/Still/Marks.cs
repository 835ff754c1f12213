using System.Xml.Linq;

namespace CowNotebooks.Show.Drawing.Still;

/// <summary>The signs of series, which differ in shape as well as in colour.</summary>
internal static class Marks
{
    private const string Dashes = "8 5", Dots = "3 5";

    /// <summary>A point of the n-th series that has points: a disc, a square, a triangle, a diamond.</summary>
    public static XElement Point(int n, string colour, double x, double y, double r) => (n % 4) switch
    {
        0 => Svg.Element("circle", ("cx", x), ("cy", y), ("r", r), ("fill", colour)),
        1 => Svg.Element("rect", ("x", x - (r * 0.9)), ("y", y - (r * 0.9)), ("width", r * 1.8), ("height", r * 1.8), ("fill", colour)),
        2 => Svg.Element("path", ("d", Svg.Path($"M{x - (r * 1.1)} {y + r}h{r * 2.2}l{-r * 1.1} {-r * 2.1}z")), ("fill", colour)),
        _ => Svg.Element("path", ("d", Svg.Path($"M{x} {y - (r * 1.3)}l{r * 1.3} {r * 1.3}l{-r * 1.3} {r * 1.3}l{-r * 1.3} {-r * 1.3}z")), ("fill", colour)),
    };

    /// <summary>The line of a series: of what was predicted dashed, of a guess dotted, and wide: it can be seen under a measured line that is where it should be.</summary>
    public static XElement Line(string path, Series series)
    {
        var line = Svg.Element("path", ("d", path), ("fill", "none"), ("stroke", series.Colour), ("stroke-width", series.IsMeasured ? 2.5 : 5.5), ("stroke-linejoin", "round"));
        if (!series.IsMeasured) line.Add(new XAttribute("stroke-dasharray", series.Look == Look.Guess ? Dots : Dashes));
        return line;
    }

    /// <summary>A bar of a series; of what was predicted only the outline, dashed, and of a guess dotted.</summary>
    public static XElement Bar(double x, double y, double width, double height, Series series) => series.IsMeasured
        ? Svg.Element("rect", ("x", x), ("y", y), ("width", width), ("height", height), ("fill", series.Colour))
        : Svg.Element("rect", ("x", x + 1), ("y", y + 1), ("width", Math.Max(1, width - 2)), ("height", height - 2),
            ("fill", "none"), ("stroke", series.Colour), ("stroke-width", 2), ("stroke-dasharray", series.Look == Look.GuessMark ? Dots : Dashes));

    /// <summary>A line of the grid.</summary>
    public static XElement Grid(string path, bool isAxis) =>
        Svg.Element("path", ("d", path), ("fill", "none"), ("stroke", "currentColor"), ("stroke-opacity", isAxis ? 0.6 : 0.18));
}
