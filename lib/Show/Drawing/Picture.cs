using System.Text.Json.Nodes;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace CowNotebooks.Show.Drawing;

/// <summary>
/// A Plotly figure as a still picture, for viewers that run no scripts: same titles, units, legend and colours. Lines, marks and bars are drawn; of
/// anything else the picture says that it is not there.
/// </summary>
internal static class Picture
{
    private const int Width = 720, Height = 420, FewPoints = 12;
    private const double Distance = 18;
    private const string Across = "across", Up = "up";

    /// <summary>The picture as SVG 1.1.</summary>
    public static string Svg(string figureJson)
    {
        var figure = JsonNode.Parse(figureJson)!;
        var layout = figure["layout"]!;
        var traces = figure["data"]!.AsArray().Select(trace => trace!).ToList();
        // Colours of its own on a white ground: nothing tells a picture that the page around it is dark.
        var model = new PlotModel { Title = Text(layout["title"]), TitleFontSize = 15, TitleFontWeight = FontWeights.Normal, DefaultFont = "sans-serif", Background = OxyColors.White };
        if (traces.Any(trace => !IsDrawn(trace))) model.Subtitle = "Not all of it can be drawn here: open the notebook where scripts run.";
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.TopLeft, LegendOrientation = LegendOrientation.Horizontal });
        var names = traces.Where(IsDrawn).SelectMany(X).Where(x => x?.GetValueKind() == System.Text.Json.JsonValueKind.String).Select(x => x!.ToString()).Distinct().ToList();
        model.Axes.Add(names.Count > 0 ? Categories(Text(layout["xaxis"]!["title"]), names) : Numbers(AxisPosition.Bottom, Across, Text(layout["xaxis"]!["title"])));
        model.Axes.Add(Numbers(AxisPosition.Left, Up, Text(layout["yaxis"]!["title"])));
        foreach (var trace in traces.Where(IsDrawn)) model.Series.Add(Drawn(trace, names));
        return new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true, TextMeasurer = new WideText() }.ExportToString(model);
    }

    private static bool IsDrawn(JsonNode trace) => trace["type"]?.ToString() is "scatter" or "bar";

    private static OxyPlot.Series.Series Drawn(JsonNode trace, List<string> names)
    {
        var (title, colour) = (trace["name"]!.ToString(), Colour(trace["line"] ?? trace["marker"]));
        var y = trace["y"]!.AsArray().Select(value => value is null ? double.NaN : (double)value).ToList();
        if (trace["type"]!.ToString() == "bar")
        {
            // OxyPlot's bars lie: the axes are exchanged so that they stand.
            var bars = new BarSeries { Title = title, FillColor = colour, XAxisKey = Up, YAxisKey = Across };
            bars.Items.AddRange(X(trace).Zip(y, (x, value) => new BarItem(value, names.IndexOf(x!.ToString()))));
            return bars;
        }

        var points = X(trace).Zip(y).Where(point => point.First is not null)
            .Select(point => new DataPoint(names.Count > 0 ? names.IndexOf(point.First!.ToString()) : (double)point.First!, point.Second)).ToList();
        if (trace["mode"]!.ToString() == "markers")
        {
            var diamond = trace["marker"]!["symbol"]?.ToString() == "diamond";
            var marks = new ScatterSeries { Title = title, MarkerType = diamond ? MarkerType.Diamond : MarkerType.Circle, MarkerFill = colour, MarkerSize = 5 };
            marks.Points.AddRange(points.Select(point => new ScatterPoint(point.X, point.Y)));
            return marks;
        }

        // Marks on a curve of many points would only make the picture large.
        var marked = trace["mode"]!.ToString() == "lines+markers" && points.Count <= FewPoints;
        var line = new LineSeries { Title = title, Color = colour, LineStyle = trace["line"]?["dash"] is null ? LineStyle.Solid : LineStyle.Dash, MarkerType = marked ? MarkerType.Circle : MarkerType.None };
        line.Points.AddRange(points);
        return line;
    }

    private static CategoryAxis Categories(string title, IReadOnlyList<string> names)
    {
        // Long names lean, or they would run into each other.
        var axis = new CategoryAxis { Position = AxisPosition.Bottom, Key = Across, Title = title, AxisTitleDistance = Distance, Angle = names.Sum(name => name.Length) > 80 ? -25 : 0 };
        axis.Labels.AddRange(names);
        return axis;
    }

    private static LinearAxis Numbers(AxisPosition position, string key, string title) => new()
    {
        Position = position,
        Key = key,
        Title = title,
        AxisTitleDistance = Distance,
        StringFormat = "#,0.####",
        Minimum = 0,
        MaximumPadding = 0.05,
        MinorTickSize = 0,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = OxyColors.LightGray,
    };

    private static IEnumerable<JsonNode?> X(JsonNode trace) => trace["x"]!.AsArray();

    private static string Text(JsonNode? title) => title!["text"]!.ToString();

    private static OxyColor Colour(JsonNode? look) => OxyColor.Parse(look!["color"]!.ToString());

    // Which font a viewer has cannot be known: there is room for the widest, DejaVu Sans, where the measure is Helvetica's.
    private sealed class WideText() : PdfRenderContext(Width, Height, OxyColors.White)
    {
        public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
        {
            var size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
            return new OxySize(size.Width * 1.5, size.Height * 1.1);
        }
    }
}
