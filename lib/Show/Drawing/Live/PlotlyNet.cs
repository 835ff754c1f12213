using Plotly.NET;

namespace CowNotebooks.Show.Drawing.Live;

/// <summary>
/// The one place that uses Plotly.NET. It writes the JSON of every figure, and it carries the plotly.js of the version that this JSON is for, so that
/// charts need no network. <see cref="Loading.NotebookFolder"/> says what it takes to load it in .NET Interactive.
/// </summary>
internal static class PlotlyNet
{
    /// <summary>Pixels of height that a figure needs around its axes.</summary>
    public const int Around = Above + 90;

    private const int Above = 110;

    /// <summary>The JSON of a figure: data and layout.</summary>
    /// <param name="traces">What is drawn: a type of trace, and its attributes.</param>
    /// <param name="title">The title of the figure.</param>
    /// <param name="height">Its height, in pixels: <see cref="Around"/> and what the axes enclose.</param>
    /// <param name="layout">Attributes of the layout, beside those that all figures share.</param>
    public static string Json(
        IEnumerable<(string Type, Dictionary<string, object> Attributes)> traces, string title, int height, Dictionary<string, object> layout)
    {
        var chart = GenericChart.combine(traces.Select(trace => GenericChart.ofTraceObject(false, Trace(trace.Type, trace.Attributes))));
        return GenericChart.toFigureJson(GenericChart.setLayout(Layout(title, height, layout), chart));
    }

    /// <summary>Attributes by name.</summary>
    public static Dictionary<string, object> Attributes(params (string Name, object Value)[] attributes) =>
        attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value);

    /// <summary>The title of an axis, which makes room for the numbers between them: by default large ones touch it.</summary>
    public static Dictionary<string, object> AxisTitle(string text) => Attributes(("text", text), ("standoff", 15));

    /// <summary>plotly.js.</summary>
    public static string ReadScript()
    {
        var assembly = typeof(GenericChart).Assembly;
        var name = assembly.GetManifestResourceNames().Single(name => name.Contains("plotly") && name.EndsWith(".js", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static Trace Trace(string type, Dictionary<string, object> attributes)
    {
        var trace = new Trace(type);
        foreach (var (name, value) in attributes) trace.SetProperty(name, value);
        return trace;
    }

    private static Layout Layout(string title, int height, Dictionary<string, object> attributes)
    {
        var layout = new Layout();
        // Below the buttons of plotly.js, and above a legend of two lines.
        layout.SetProperty("title", Attributes(
            ("text", title), ("font", Attributes(("size", 15))), ("x", 0.02), ("xanchor", "left"), ("y", 1 - (28.0 / height)), ("yanchor", "top")));
        layout.SetProperty("height", height);
        layout.SetProperty("legend", Attributes(("orientation", "h"), ("x", 0), ("y", 1.02), ("xanchor", "left"), ("yanchor", "bottom")));
        layout.SetProperty("showlegend", true);
        layout.SetProperty("margin", Attributes(("t", Above), ("r", 30)));
        foreach (var (name, value) in attributes) layout.SetProperty(name, value);
        return layout;
    }
}
