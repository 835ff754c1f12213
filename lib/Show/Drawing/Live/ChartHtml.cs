using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace CowNotebooks.Show.Drawing.Live;

/// <summary>
/// A chart as HTML: its picture for wide and for narrow places, of which the page shows the one that fits, in the page's colour of text. They have no ids, so that a
/// page may hold a chart twice. As soon as the page has plotly.js (<see cref="PlotlyScript"/>), the figure is drawn in their place;
/// but not one of named things in a narrow place, where its names would leave no room for the bars: the picture gives each name a line of its own.
/// </summary>
internal static class ChartHtml
{
    /// <summary>The event that tells charts that <c>window.Plotly</c> is there.</summary>
    public const string PlotlyLoaded = "cow-plotly-loaded";

    private const int NarrowBelow = 600;

    private static readonly string _style =
        ".cow-chart{container-type:inline-size;max-width:760px;margin:.5em 0}.cow-chart svg{display:block;width:100%;height:auto}.cow-chart>svg+svg{display:none;max-width:480px}"
        + Invariant($"@container(max-width:{NarrowBelow - 1}px){{.cow-chart>svg{{display:none}}.cow-chart>svg+svg{{display:block}}}}")
        + ".cow-chart g:hover>.cow-rule{visibility:visible}";

    /// <summary>The HTML of a chart, under the bar of its run when it has one.</summary>
    /// <param name="words">What it shows, in words.</param>
    /// <param name="figureJson">The Plotly figure.</param>
    /// <param name="wide">The picture for a wide place.</param>
    /// <param name="narrow">The picture for a narrow place.</param>
    /// <param name="image">The picture as a file of its own.</param>
    /// <param name="isNamed">Whether an axis holds names.</param>
    /// <param name="bar">The bar of the run that it shows.</param>
    public static string Of(string words, string figureJson, string wide, string narrow, string image, bool isNamed, ProgressBar? bar)
    {
        var place = $"cow-chart-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figureJson)))[..16]}";
        // "<" is escaped so that no text in the figure can end the script element.
        var figure = figureJson.Replace("<", "\\u003c", StringComparison.Ordinal);
        var drawing = $"""<div class="cow-chart {place}" role="img" aria-label="{WebUtility.HtmlEncode(words)}">{wide}{narrow}</div>""";
        return $$"""
            {{bar?.ToHtml()}}<style>{{_style}}</style>
            {{Drawn.Html(drawing, image, words)}}
            <script>
            (function () {
              function figure() { return {{figure}}; }
              function draw(tries) {
                var places = document.querySelectorAll(".{{place}}:not(.js-plotly-plot)");
                // Some front ends run a script before they put its element into the page.
                if (places.length === 0 && tries > 0) setTimeout(draw, 100, tries - 1);
                places.forEach(function (place) {
                  if (place.clientWidth < {{(isNamed ? NarrowBelow : 0)}}) return;
                  var drawn = figure();
                  place.textContent = "";
                  window.Plotly.newPlot(place, drawn.data, drawn.layout, { responsive: true, displaylogo: false });
                });
              }
              if (window.Plotly) draw(50);
              else window.addEventListener("{{PlotlyLoaded}}", function () { draw(50); }, { once: true });
            })();
            </script>
            """;
    }
}
