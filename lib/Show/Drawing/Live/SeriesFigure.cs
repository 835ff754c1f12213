using static CowNotebooks.Show.Drawing.Live.PlotlyNet;

namespace CowNotebooks.Show.Drawing.Live;

/// <summary>Series as a Plotly figure.</summary>
internal static class SeriesFigure
{
    private const int Height = Around + 250;

    // With more points the markers would run together into a thick line.
    private const int MostMarkers = 100;

    private const int MostSingle = 10;

    public static string Json(SeriesPlot plot) => PlotlyNet.Json(
        plot.Series.Select(Trace), plot.Title, Height, Attributes(("xaxis", XAxis(plot)), ("yaxis", Axis(plot.YTitle)), ("barmode", "group")));

    private static (string Type, Dictionary<string, object> Attributes) Trace(Series series)
    {
        var attributes = Attributes(("name", series.Name), ("x", series.X), ("y", series.Y));
        foreach (var (name, value) in Style(series)) attributes.Add(name, value);
        // A mark at 0 is drawn whole.
        if (series.Look != Look.Bar) attributes.Add("cliponaxis", false);
        return (series.Look == Look.Bar ? "bar" : "scatter", attributes);
    }

    private static Dictionary<string, object> Style(Series series)
    {
        var colour = series.Colour;
        return series.Look switch
        {
            Look.Line => Attributes(
                ("mode", series.X.Count <= MostMarkers ? "lines+markers" : "lines"),
                ("line", Attributes(("color", colour), ("width", 2.5))),
                ("marker", Attributes(("color", colour), ("size", 5)))),
            // Wider than what was measured, which shows between the dashes where both agree.
            Look.Predicted => Attributes(("mode", "lines"), ("line", Attributes(("color", colour), ("width", 4), ("dash", "dash")))),
            Look.Guess => Attributes(("mode", "lines"), ("line", Attributes(("color", colour), ("width", 2.5), ("dash", "dot")))),
            Look.Mark => Attributes(("mode", "markers"), ("marker", Attributes(("color", colour), ("size", 9)))),
            Look.PredictedMark => Attributes(("mode", "markers"), ("marker", Attributes(("color", colour), ("size", 12), ("symbol", "diamond")))),
            Look.GuessMark => Attributes(("mode", "markers"), ("marker", Attributes(("color", colour), ("size", 12), ("symbol", "x")))),
            _ => Attributes(("marker", Attributes(("color", colour)))),
        };
    }

    private static Dictionary<string, object> XAxis(SeriesPlot plot)
    {
        var axis = Axis(plot.XTitle);
        // Of few things that are counted there is no half.
        if (plot.Series.SelectMany(series => series.X).All(x => x is >= 0 and <= MostSingle or >= 0L and <= (long)MostSingle)) axis.Add("dtick", 1);
        return axis;
    }

    private static Dictionary<string, object> Axis(string title) =>
        Attributes(("title", AxisTitle(title)), ("automargin", true), ("rangemode", "tozero"), ("separatethousands", true), ("exponentformat", "none"));
}
