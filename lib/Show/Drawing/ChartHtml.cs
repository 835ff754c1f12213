namespace CowNotebooks.Show.Drawing;

/// <summary>
/// A figure as HTML that shows by itself, offline. The first of a process brings plotly.js with it; later ones wait for that one.
/// </summary>
internal static class ChartHtml
{
    private static int _brought;

    /// <summary>A figure, under the bar of its run when it has one.</summary>
    public static string Of(string figureJson, Stage? stage)
    {
        var id = $"chart-{Guid.NewGuid():N}";
        // "<" is escaped so that no text in the figure can end the element.
        var figure = figureJson.Replace("<", "\\u003c", StringComparison.Ordinal);
        return $$"""
            {{LibraryFor(stage)}}{{Bar(stage)}}<div id="{{id}}" style="min-height:420px"></div>
            <script>
            (function (tries) {
              var place = document.getElementById("{{id}}");
              if (window.Plotly && place) {
                var figure = {{figure}};
                window.Plotly.newPlot(place, figure.data, figure.layout, { responsive: true, displaylogo: false });
              } else if (tries < 100) {
                setTimeout(arguments.callee, 100, tries + 1);
              } else if (place) {
                place.textContent = "The first chart of this notebook brings the drawing library: run its cell, then this cell again.";
              }
            })(0);
            </script>
            """;
    }

    // What will be replaced brings plotly.js for those that follow in its place, and yet it is still to be brought by one that stays.
    private static string LibraryFor(Stage? stage) => stage switch
    {
        null or { IsLast: true } => Interlocked.Exchange(ref _brought, 1) == 0 ? Library() : "",
        { Done: 0 } => Volatile.Read(ref _brought) == 0 ? Library() : "",
        _ => "",
    };

    private static string Bar(Stage? stage) => stage is null ? "" :
        $"<div><label><progress max=\"{stage.Slices}\" value=\"{stage.Done}\"></progress> {(stage.IsLast || stage.Done > 0 ? $"{Figures.Count(stage.Done)} of {Figures.Count(stage.Slices)} slices" : "waiting")}</label></div>\n";

    // Hidden names: with an AMD or CommonJS loader in the page, plotly.js would register there and leave window.Plotly unset.
    private static string Library() =>
        $"<script>if (!window.Plotly) (function (define, module, exports) {{\n{PlotlyScript.Text.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)}\n}})();</script>\n";
}
