using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Formatting;

namespace CowNotebooks.Show;

/// <summary>A chart of measured figures. Immutable; shows offline: to be explored in a front end that runs scripts, as a picture elsewhere. Predictions are dashed lines or diamonds.</summary>
[TypeFormatterSource(typeof(ChartFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plotly, MimeTypes.Svg, MimeTypes.Plain])]
public sealed partial class Chart
{
    private readonly string _summary;
    private readonly Stage? _stage;

    private Chart(string title, string xTitle, string yTitle, params IReadOnlyList<Series> series)
        : this(title, Figure.Json(title, xTitle, yTitle, series), $"across: {xTitle}\n  up: {yTitle}", series.Select(one => one.Name))
    {
    }

    private Chart(Chart chart, Stage stage) => (Json, _summary, _stage) = (chart.Json, chart._summary, stage);

    private Chart(string title, string json, string axes, IEnumerable<string> names) =>
        (Json, _summary) = (json, $"Chart: {title}\n  {axes}\n  shown: {string.Join(", ", names)}");

    /// <summary>The Plotly figure: a JSON object with data and layout.</summary>
    public string Json { get; }

    /// <summary>What the chart shows, in words.</summary>
    public override string ToString() => _summary;

    /// <summary>The same chart, under the bar of the run that it shows.</summary>
    internal Chart At(Stage stage) => new(this, stage);

    internal string ToHtml() => ChartHtml.Of(Json, _stage);

    internal string ToSvg() => Picture.Svg(Json);
}
