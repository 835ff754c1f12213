using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace CowNotebooks.Show.Drawing.Still;

/// <summary>
/// Figures over numbers. Above all lie invisible columns, one for each number across: the one under the pointer shows a line, and says the figures there.
/// <code>
///   title
///   legend
///   axis of what goes up
///   30 |---------
///   20 |-----
///    0 +---------
///      0   50  100
///       axis across
/// </code>
/// </summary>
internal static class LinePicture
{
    private const int Height = 260, UpDistance = 40, PointSize = 4;

    // With more points their marks would run together; and a pointer cannot tell narrower columns apart.
    private const int MostPoints = 24, ColumnWidth = 6;

    public static string Of(SeriesPlot plot, Place place)
    {
        var sheet = new Sheet(place, plot.Title);
        // The mark of a series is that of its place among those that have points.
        List<(Series Series, int Mark)> drawn = [.. plot.Series.Select((series, i) => (series, plot.Series.Take(i).Count(HasPoints)))];
        sheet.Legend(drawn.Select(one => (Sign(one.Series, one.Mark), one.Series.Name)));
        sheet.Paragraph(plot.YTitle);
        var up = Scale.Of([.. plot.Series.SelectMany(series => series.Y).OfType<double>()], Height / UpDistance, rounded: true);
        var left = sheet.Left + up.Ticks.Max(tick => Letters.Width(up.Label(tick), Sheet.FontSize)) + 6;
        // Half of the last label across lies beside the axis.
        var right = sheet.Right - 28;
        var across = Scale.Fitting([.. plot.Series.SelectMany(series => series.X).Select(Number)], right - left);
        var frame = new Frame(left, right, sheet.Y + 10, sheet.Y + 10 + Height, across, up);

        foreach (var tick in up.Ticks)
        {
            sheet.Add(Marks.Grid(Svg.Path($"M{left} {frame.Y(tick)}H{right}"), tick == 0));
            sheet.Add(Svg.Text(up.Label(tick), left - 6, frame.Y(tick) + 4, ("text-anchor", "end")));
        }

        foreach (var tick in across.Ticks)
        {
            sheet.Add(Marks.Grid(Svg.Path($"M{frame.X(tick)} {frame.Top}V{frame.Bottom}"), tick == 0));
            sheet.Add(Svg.Text(across.Label(tick), frame.X(tick), frame.Bottom + 18, ("text-anchor", "middle")));
        }

        foreach (var (series, mark) in drawn.OrderBy(one => one.Series.IsMeasured)) sheet.Add(Drawn(series, mark, frame));
        // An image has no pointer over it.
        if (!place.IsAlone) sheet.Add(Svg.Group([("fill-opacity", 0)], Columns(plot, frame, place.Width / ColumnWidth)));
        sheet.Y = frame.Bottom + 20;
        sheet.Caption(plot.XTitle, left, right);
        return sheet.Finish(plot.ToText());
    }

    private static XElement Sign(Series series, int mark) => series.Look switch
    {
        Look.Mark => Marks.Point(mark, series.Colour, 0, 0, 5),
        _ => Svg.Group([], [
            Marks.Line("M-10 0H12", series),
            .. HasPoints(series) ? [Marks.Point(mark, series.Colour, 1, 0, PointSize)] : Array.Empty<XElement>()]),
    };

    private static bool HasPoints(Series series) => series.Look == Look.Mark || (series.Look == Look.Line && series.X.Count <= MostPoints);

    private static IEnumerable<XElement> Drawn(Series series, int mark, Frame frame)
    {
        List<(double X, double? Y)> points = [.. series.X.Zip(series.Y, (x, y) => (frame.X(Number(x)), y is { } value ? frame.Y(value) : (double?)null))];
        if (series.Look != Look.Mark) yield return Marks.Line(Path(points), series);
        if (!HasPoints(series)) yield break;
        foreach (var (x, y) in points)
            if (y is { } there) yield return Marks.Point(mark, series.Colour, x, there, series.Look == Look.Mark ? 5 : PointSize);
    }

    // Where a figure is missing the line has a gap.
    private static string Path(IEnumerable<(double X, double? Y)> points)
    {
        var path = new StringBuilder();
        var isOn = false;
        foreach (var (x, y) in points)
        {
            if (y is { } there) path.Append(Svg.Path($"{(isOn ? "L" : "M")}{x} {there}"));
            isOn = y is not null;
        }

        return path.ToString();
    }

    private static IEnumerable<XElement> Columns(SeriesPlot plot, Frame frame, int most)
    {
        var measured = plot.Series.Any(series => series.IsMeasured) ? plot.Series.Where(series => series.IsMeasured) : plot.Series;
        List<double> all = [.. measured.SelectMany(series => series.X).Select(Number).Distinct().Order()];
        var every = (all.Count + most - 1) / most;
        List<double> at = [.. all.Where((_, i) => i % every == 0 || i == all.Count - 1)];
        var name = plot.Across.Name;
        for (var i = 0; i < at.Count; i++)
        {
            var x = frame.X(at[i]);
            var start = i == 0 ? frame.Left : (frame.X(at[i - 1]) + x) / 2;
            var end = i == at.Count - 1 ? frame.Right : (x + frame.X(at[i + 1])) / 2;
            yield return Svg.Group([],
                Svg.Hover(string.Join('\n',
                    [$"{name}: {plot.Across.Value(at[i])}", .. plot.Series.SelectMany(series => Figures(series, at[i]).Select(figure => $"{series.Name}: {plot.Up.Value(figure)}"))])),
                Svg.Element("rect", ("x", start), ("y", frame.Top), ("width", end - start), ("height", frame.Bottom - frame.Top)),
                Svg.Element("path", ("class", "cow-rule"), ("visibility", "hidden"), ("d", Svg.Path($"M{x} {frame.Top}V{frame.Bottom}")), ("stroke", "currentColor")));
        }
    }

    // A prediction or a guess is a straight line between two points.
    private static List<double?> Figures(Series series, double x)
    {
        var here = series.X.Zip(series.Y).Where(point => Number(point.First) == x).Select(point => point.Second).ToList();
        if (here.Count > 0 || series.IsMeasured) return here;
        var next = series.X.ToList().FindIndex(one => Number(one) > x);
        if (next <= 0) return [];
        var (from, to) = (Number(series.X[next - 1]), Number(series.X[next]));
        return [series.Y[next - 1] + ((series.Y[next] - series.Y[next - 1]) * (x - from) / (to - from))];
    }

    private static double Number(object number) => Convert.ToDouble(number, CultureInfo.InvariantCulture);

    private sealed record Frame(double Left, double Right, double Top, double Bottom, Scale Across, Scale Up)
    {
        public double X(double value) => Left + (Across.At(value) * (Right - Left));

        public double Y(double value) => Bottom - (Up.At(value) * (Bottom - Top));
    }
}
