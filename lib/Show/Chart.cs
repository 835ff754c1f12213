using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Live;
using CowNotebooks.Show.Drawing.Still;
using CowNotebooks.Show.Formatting;

namespace CowNotebooks.Show;

/// <summary>
/// A chart of measured figures. Immutable; shows offline and without scripts, as a picture that says its figures where the pointer rests, and in words to those who
/// do not see it. Predictions are dashed. In a page that has <see cref="PlotlyScript"/>, or in a front end that draws Plotly's figures, one can zoom in.
/// </summary>
[TypeFormatterSource(typeof(ChartFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plotly, MimeTypes.Svg, MimeTypes.Plain])]
public sealed partial class Chart
{
    private readonly Plot _plot;
    private readonly ProgressBar? _bar;

    // Made once: it is a MIME type of its own, and stands in the HTML as well.
    private readonly Lazy<string> _figure;

    private Chart(Plot plot, ProgressBar? bar = null) => (_plot, _bar, _figure) = (plot, bar, new(plot.ToFigure));

    private Chart(string title, string point, string xTitle, string yTitle, params IReadOnlyList<Series> series)
        : this(new SeriesPlot(title, point, xTitle, yTitle, series))
    {
    }

    /// <summary>The Plotly figure: a JSON object with data and layout.</summary>
    public string Json => _figure.Value;

    /// <summary>What the chart shows, in words.</summary>
    public override string ToString() => _plot.ToText();

    /// <summary>The same chart, under the bar of the run that it shows.</summary>
    internal Chart Under(ProgressBar bar) => new(_plot, bar);

    internal string ToHtml() => ChartHtml.Of(ToString(), Json, _plot.ToPicture(Place.Wide), _plot.ToPicture(Place.Narrow), ToSvg(), _plot.HasNames, _bar);

    internal string ToSvg() => _plot.ToPicture(Place.Alone);
}
