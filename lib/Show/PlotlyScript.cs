using System.Text.RegularExpressions;
using CowNotebooks.Show.Drawing.Live;
using CowNotebooks.Show.Formatting;

namespace CowNotebooks.Show;

/// <summary>
/// plotly.js, for those who want to zoom into charts: <c>display(new PlotlyScript());</c> in any cell makes all charts of the page its figures. It needs no
/// network, and a notebook that keeps the output is 3.8 MB larger. Without it charts are pictures.
/// </summary>
[TypeFormatterSource(typeof(PlotlyScriptFormatterSource), PreferredMimeTypes = [MimeTypes.JavaScript, MimeTypes.Plain])]
public sealed partial class PlotlyScript
{
    private static readonly Lazy<string> Released = new(PlotlyNet.ReadScript);

    /// <summary>The JavaScript as it was released: it sets <c>window.Plotly</c>.</summary>
    public string Text { get; } = Released.Value;

    /// <summary>What a text-only front end shows instead.</summary>
    public override string ToString() => $"The charts of this page are drawn by plotly.js {Version().Match(Text).Groups[1].Value}.";

    /// <summary>The script as an output: loads plotly.js where it is not there yet, and tells the charts of the page.</summary>
    internal string ToJavaScript() =>
        // The parameters hide names: beside an AMD or CommonJS loader plotly.js would register there and leave window.Plotly unset.
        // The tag is broken up since exported pages put this text into a script element.
        $$"""
        if (!window.Plotly) (function (define, module, exports) {
        {{Text.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)}}
        })();
        window.dispatchEvent(new Event("{{ChartHtml.PlotlyLoaded}}"));
        """;

    [GeneratedRegex(@"plotly\.js v([\d.]+)")]
    private static partial Regex Version();
}
