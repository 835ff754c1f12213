using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace CowNotebooks.Show.Drawing.Still;

/// <summary>Series as a still picture: same titles, units, legend and colours as the figure.</summary>
internal static class SeriesPicture
{
    private const int Width = 720, Height = 420, FewPoints = 12;
    private const double TitleDistance = 18;
    private const string Across = "across", Up = "up";

    /// <summary>The picture as SVG 1.1.</summary>
    public static string Svg(SeriesPlot plot)
    {
        // Colours of its own on a white ground: nothing tells a picture that the page around it is dark.
        var model = new PlotModel { Title = plot.Title, TitleFontSize = 15, TitleFontWeight = FontWeights.Normal, DefaultFont = "sans-serif", Background = OxyColors.White };
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.TopLeft, LegendOrientation = LegendOrientation.Horizontal, LegendLineSpacing = 8 });
        model.Axes.Add(plot.Names.Count > 0 ? Categories(plot.XTitle, plot.Names) : Axis(AxisPosition.Bottom, Across, plot.XTitle, plot.Series.SelectMany(series => series.X).Select(Number)));
        model.Axes.Add(Axis(AxisPosition.Left, Up, plot.YTitle, plot.Series.SelectMany(series => series.Y).OfType<double>()));
        foreach (var series in plot.Series) model.Series.Add(Drawn(series, plot.Names));
        return new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true, TextMeasurer = new WideText() }.ExportToString(model);
    }

    private static OxyPlot.Series.Series Drawn(Series series, IReadOnlyList<string> names)
    {
        var points = series.X.Zip(series.Y, (x, y) => new DataPoint(Place(x, names), y ?? double.NaN)).ToList();
        var colour = OxyColor.Parse(series.Colour);
        return series.Look switch
        {
            Look.Bar => Bars(series.Name, colour, points),
            Look.Mark => Marks(series.Name, colour, points, MarkerType.Circle),
            Look.PredictedMark => Marks(series.Name, colour, points, MarkerType.Diamond),
            Look.Predicted => Line(series.Name, colour, points, LineStyle.Dash, MarkerType.None),
            // Marks on a curve of many points would only make the picture large.
            _ => Line(series.Name, colour, points, LineStyle.Solid, points.Count <= FewPoints ? MarkerType.Circle : MarkerType.None),
        };
    }

    private static double Place(object x, IReadOnlyList<string> names) => x is string name
        ? names.TakeWhile(one => one != name).Count()
        : Number(x);

    private static double Number(object number) => Convert.ToDouble(number, CultureInfo.InvariantCulture);

    private static BarSeries Bars(string title, OxyColor colour, IEnumerable<DataPoint> points)
    {
        // OxyPlot's bars are horizontal: exchanging the axes makes them vertical.
        var bars = new BarSeries { Title = title, FillColor = colour, XAxisKey = Up, YAxisKey = Across };
        bars.Items.AddRange(points.Select(point => new BarItem(point.Y, (int)point.X)));
        return bars;
    }

    private static ScatterSeries Marks(string title, OxyColor colour, IEnumerable<DataPoint> points, MarkerType marker)
    {
        var marks = new ScatterSeries { Title = title, MarkerType = marker, MarkerFill = colour, MarkerSize = 5 };
        marks.Points.AddRange(points.Select(point => new ScatterPoint(point.X, point.Y)));
        return marks;
    }

    private static LineSeries Line(string title, OxyColor colour, IEnumerable<DataPoint> points, LineStyle style, MarkerType marker)
    {
        var line = new LineSeries { Title = title, Color = colour, LineStyle = style, MarkerType = marker };
        // The gaps show a measured line that lies below.
        if (style == LineStyle.Dash) line.Dashes = [6, 6];
        line.Points.AddRange(points);
        return line;
    }

    private static CategoryAxis Categories(string title, IReadOnlyList<string> names)
    {
        // Long names are slanted: side by side they would overlap.
        var axis = new CategoryAxis { Position = AxisPosition.Bottom, Key = Across, Title = title, AxisTitleDistance = TitleDistance, Angle = names.Sum(name => name.Length) > 80 ? -25 : 0 };
        axis.Labels.AddRange(names);
        return axis;
    }

    private static LinearAxis Axis(AxisPosition position, string key, string title, IEnumerable<double> values) => new()
    {
        Position = position,
        Key = key,
        Title = title,
        AxisTitleDistance = TitleDistance,
        StringFormat = "#,0.####",
        Minimum = 0,
        MaximumPadding = 0.05,
        IntervalLength = 45,
        // No ticks at 0.5 and 1.5 on an axis of whole numbers.
        MinimumMajorStep = values.All(double.IsInteger) ? 1 : 0,
        MinorTickSize = 0,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = OxyColors.LightGray,
    };

    // Text is measured in Helvetica, but a viewer may have a wider font: this leaves room for the widest usual one, DejaVu Sans.
    private sealed class WideText() : PdfRenderContext(Width, Height, OxyColors.White)
    {
        public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
        {
            var size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
            return new OxySize(size.Width * 1.5, size.Height * 1.1);
        }
    }
}
