using System.Security.Cryptography;
using System.Text;
using CowNotebooks.Lab;

namespace CowNotebooks.Show.Drawing.Runs;

/// <summary>
/// A page strip as HTML: the picture and its legend, which show everywhere, and the data with which the script of <see cref="StripAssets"/> makes it explorable.
/// Style and script are written once for all the strips of an output.
/// </summary>
internal static class PageStripHtml
{
    /// <summary>The strip of a run: with the microscope.</summary>
    public static string Of(Run run, PageStrip strip) => Of(strip, id => StripData.Of(run, strip, id));

    /// <summary>A strip of which only the columns are known.</summary>
    public static string Of(PageStrip strip) => Of(strip, id => StripData.Of(strip, id));

    private static string Of(PageStrip strip, Func<string, StripData> data)
    {
        // Equal strips have equal HTML.
        var id = $"cow{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PageStripPicture.Svg(strip, ""))))[..8]}";
        return $"<div class=\"cow-strip\" data-pages='{data(id).ToJson()}'><div class=\"cow-line\">{Drawn.Html(PageStripPicture.Svg(strip, id), PageStripPicture.Image(strip), PageStripPicture.Words(strip))}</div><div class=\"cow-legend\">{PageStripPicture.Legend(strip)}</div></div>";
    }
}
