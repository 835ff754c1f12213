using System.Globalization;

namespace CowNotebooks.Show.Drawing;

/// <summary>What a chart of series shows, in words: for a terminal, and for those who do not see it.</summary>
internal static class Summary
{
    private const int MostValues = 12;

    public static string Of(SeriesPlot plot) => string.Join("\n  ",
    [
        $"Chart: {plot.Title}.",
        .. plot.Point.Length > 0 ? [plot.Point] : Array.Empty<string>(),
        plot.Names.Count > 0 ? $"Bars by {plot.XTitle}; their length: {plot.YTitle}." : $"Across: {plot.XTitle}; up: {plot.YTitle}.",
        .. plot.Series.Select(series => $"{series.Name}: {Figures(plot, series)}."),
    ]);

    private static string Figures(SeriesPlot plot, Series series)
    {
        List<(object X, double Y)> points = [.. series.X.Zip(series.Y).Where(point => point.Second is not null).Select(point => (point.First, point.Second!.Value))];
        if (points.Count == 0) return "nothing yet";
        if (plot.Names.Count > 0 && series.X.Count <= MostValues)
            return string.Join("; ", series.X.Zip(series.Y, (x, y) => $"{x}: {(y is null ? "not known" : plot.Up.Value(y))}"));
        var (least, most) = (points.MinBy(point => point.Y), points.MaxBy(point => point.Y));
        var kind = series.Look == Look.Guess ? "a dotted line" : !series.IsMeasured
            ? "a dashed line" : points.Count == 1 ? "1 point" : $"{points.Count.ToString("N0", CultureInfo.InvariantCulture)} points";
        return points.Count == 1
            ? $"{kind}, {At(points[0])}"
            : $"{kind}, first {At(points[0])}, last {At(points[^1])}, least {plot.Up.Value(least.Y)}, most {plot.Up.Value(most.Y)}";

        string At((object X, double Y) point) =>
            $"{plot.Up.Value(point.Y)} at {(point.X is string name ? name : plot.Across.Value(Convert.ToDouble(point.X, CultureInfo.InvariantCulture)))}";
    }
}
