using Plotly.NET;

namespace CowNotebooks.Show.Drawing;

/// <summary>Titles and series as a Plotly figure. Axis titles name their units.</summary>
internal static class Figure
{
    /// <summary>The JSON of a figure: data and layout.</summary>
    public static string Json(string title, string xTitle, string yTitle, IReadOnlyList<Series> series)
    {
        var layout = new Layout();
        layout.SetProperty("title", Map(("text", title), ("x", 0.02), ("xanchor", "left")));
        layout.SetProperty("xaxis", Axis(xTitle));
        layout.SetProperty("yaxis", Axis(yTitle));
        layout.SetProperty("legend", Map(("orientation", "h"), ("x", 0), ("y", 1.02), ("xanchor", "left"), ("yanchor", "bottom")));
        layout.SetProperty("showlegend", true);
        layout.SetProperty("barmode", "group");
        layout.SetProperty("height", 420);
        layout.SetProperty("margin", Map(("t", 90), ("r", 30)));
        var chart = GenericChart.combine(series.Select(one => GenericChart.ofTraceObject(false, Trace(one))));
        return GenericChart.toFigureJson(GenericChart.setLayout(layout, chart));
    }

    private static Trace Trace(Series series)
    {
        var trace = new Trace(series.Look == Look.Bar ? "bar" : "scatter");
        trace.SetProperty("name", series.Name);
        trace.SetProperty("x", series.X);
        trace.SetProperty("y", series.Y);
        switch (series.Look)
        {
            case Look.Line:
                trace.SetProperty("mode", "lines+markers");
                trace.SetProperty("line", Map(("color", series.Colour), ("width", 2.5)));
                trace.SetProperty("marker", Map(("color", series.Colour), ("size", 5)));
                break;
            case Look.Predicted:
                trace.SetProperty("mode", "lines");
                trace.SetProperty("line", Map(("color", series.Colour), ("width", 2.5), ("dash", "dash")));
                break;
            case Look.Mark:
                trace.SetProperty("mode", "markers");
                trace.SetProperty("marker", Map(("color", series.Colour), ("size", 9)));
                break;
            case Look.PredictedMark:
                trace.SetProperty("mode", "markers");
                trace.SetProperty("marker", Map(("color", series.Colour), ("size", 12), ("symbol", "diamond")));
                break;
            default:
                trace.SetProperty("marker", Map(("color", series.Colour)));
                break;
        }

        return trace;
    }

    private static Dictionary<string, object> Axis(string title) =>
        Map(("title", Map(("text", title))), ("automargin", true), ("rangemode", "tozero"), ("separatethousands", true));

    private static Dictionary<string, object> Map(params (string Name, object Value)[] members) =>
        members.ToDictionary(member => member.Name, member => member.Value);
}
