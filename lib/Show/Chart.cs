using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Live;
using CowNotebooks.Show.Formatting;

namespace CowNotebooks.Show;

/// <summary>
/// A chart of measured figures. Immutable; shows offline: to be explored in a front end that runs scripts and has <see cref="PlotlyScript"/>, as a
/// picture elsewhere. Predictions are dashed lines or diamonds.
/// </summary>
[TypeFormatterSource(typeof(ChartFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plotly, MimeTypes.Svg, MimeTypes.Plain])]
public sealed partial class Chart
{
    private readonly Plot _plot;
    private readonly ProgressBar? _bar;

    // The HTML needs both, and each is a MIME type of its own.
    private readonly Lazy<string> _figure, _picture;

    private Chart(Plot plot, ProgressBar? bar = null) =>
        (_plot, _bar, _figure, _picture) = (plot, bar, new(plot.ToFigure), new(plot.ToPicture));

    private Chart(string title, string xTitle, string yTitle, params IReadOnlyList<Series> series)
        : this(new SeriesPlot(title, xTitle, yTitle, series))
    {
    }

    /// <summary>The Plotly figure: a JSON object with data and layout.</summary>
    public string Json => _figure.Value;

    /// <summary>What the chart shows, in words.</summary>
    public override string ToString() => _plot.ToText();

    /// <summary>The same chart, under the bar of the run that it shows.</summary>
    internal Chart Under(ProgressBar bar) => new(_plot, bar);

    internal string ToHtml() => ChartHtml.Of(_plot.Title, Json, ToSvg(), _bar);

    internal string ToSvg() => _picture.Value;
}
