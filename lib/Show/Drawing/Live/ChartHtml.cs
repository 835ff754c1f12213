using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace CowNotebooks.Show.Drawing.Live;

/// <summary>
/// A chart as HTML: the still picture, in whose place the figure is drawn as soon as the page has plotly.js. The set-up cell of each notebook
/// shows <see cref="PlotlyScript"/>, which brings it. So equal charts are equal HTML, a notebook carries plotly.js once however many charts it has,
/// any cell can be cleared or run again, and where scripts do not run there still is a picture.
/// </summary>
internal static class ChartHtml
{
    /// <summary>The event that tells charts that <c>window.Plotly</c> is there.</summary>
    public const string PlotlyLoaded = "cow-plotly-loaded";

    /// <summary>The HTML of a chart, under the bar of its run when it has one.</summary>
    public static string Of(string title, string figureJson, string picture, ProgressBar? bar)
    {
        var place = $"cow-chart-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figureJson)))[..16]}";
        // "<" is escaped so that no text in the figure can end the script element.
        var figure = figureJson.Replace("<", "\\u003c", StringComparison.Ordinal);
        // As an image of its own: the parts of two SVGs in one page would share their ids.
        var image = $"<img alt=\"{WebUtility.HtmlEncode(title)}\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(picture))}\">";
        return $$"""
            {{bar?.ToHtml()}}<div class="{{place}}" style="min-height:420px">{{image}}</div>
            <script>
            (function () {
              function figure() { return {{figure}}; }
              function draw(tries) {
                var places = document.querySelectorAll(".{{place}}:not(.js-plotly-plot)");
                // Some front ends run a script before they put its element into the page.
                if (places.length === 0 && tries > 0) setTimeout(draw, 100, tries - 1);
                places.forEach(function (place) {
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
