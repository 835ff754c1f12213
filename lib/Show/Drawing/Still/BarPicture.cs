using System.Xml.Linq;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show.Drawing.Still;

/// <summary>
/// Figures of things with names. Bars lie, so that a long name has a line of its own, and a figure stands behind each: one that is 0, or too small to be seen beside
/// another, can be read.
/// <code>
///   title
///   legend
///   name
///   ████████████ 7,844
///   ┄┄┄┄┄┄┄┄┄┄┄┄ 7,840     predicted
///   next name
///   0
///   0    2,000    4,000
///        axis
/// </code>
/// </summary>
internal static class BarPicture
{
    private const int BarHeight = 15, BarDistance = 18, Before = 10;

    public static string Of(SeriesPlot plot, Place place)
    {
        var sheet = new Sheet(place, plot.Title);
        sheet.Legend(plot.Series.Select(series => (Marks.Bar(-8, -6, 18, 12, series), series.Name)));
        sheet.Paragraph($"{plot.XTitle}:", ("fill-opacity", 0.8));
        var labels = plot.Series.SelectMany(series => series.Y).Select(Numbers.Figure).Select(label => Letters.Width(label, Sheet.FontSize)).DefaultIfEmpty(0).Max() + 8;
        var (left, right) = (sheet.Left + 1, sheet.Right - labels);
        List<double> values = [.. plot.Series.SelectMany(series => series.Y).OfType<double>()];
        var scale = Scale.Fitting(values, right - left);
        var top = sheet.Y;
        var bars = new List<XElement>();
        foreach (var name in plot.Names)
        {
            sheet.Y += Before;
            foreach (var line in Letters.Lines(name, Sheet.FontSize, sheet.Right - sheet.Left))
            {
                sheet.Y += 17;
                bars.Add(Svg.Text(line, left + 3, sheet.Y - 4));
            }

            foreach (var series in plot.Series)
            {
                var at = series.X.ToList().IndexOf(name);
                if (at < 0) continue;
                bars.Add(Bar(plot, series, at, sheet.Y, left, right, scale));
                sheet.Y += BarDistance;
            }
        }

        sheet.Y += 4;
        foreach (var tick in scale.Ticks)
        {
            var x = left + (scale.At(tick) * (right - left));
            sheet.Add(Marks.Grid(Svg.Path($"M{x} {top}V{sheet.Y}"), tick == 0));
            sheet.Add(Svg.Text(scale.Label(tick), x, sheet.Y + 16, ("text-anchor", tick == scale.From ? "start" : "middle")));
        }

        sheet.Add(bars);
        sheet.Y += 20;
        sheet.Caption(plot.YTitle, left, right);
        return sheet.Finish(plot.ToText());
    }

    private static XElement Bar(SeriesPlot plot, Series series, int at, double y, double left, double right, Scale scale)
    {
        var value = series.Y[at];
        var (zero, end) = (left + (scale.At(0) * (right - left)), left + (scale.At(value ?? 0) * (right - left)));
        // What is not nothing can be seen.
        var width = value is null or 0 ? 0 : Math.Max(1, Math.Abs(end - zero));
        var bar = Marks.Bar(Math.Min(zero, end), y, width, BarHeight, series);
        return Svg.Group([],
        [
            Svg.Hover($"{series.X[at]}\n{series.Name}: {plot.Up.Value(value)}"),
            .. width > 0 ? [bar] : Array.Empty<XElement>(),
            Svg.Text(Numbers.Figure(value), Math.Max(zero, end) + 5, y + 12),
        ]);
    }
}
