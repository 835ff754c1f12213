using System.Net;

namespace CowNotebooks.Show.Drawing;

/// <summary>
/// A drawing within HTML, and an image of it for front ends that do not trust a notebook. JupyterLab and Jupyter Notebook take style, script and SVG out of its outputs then, and of a
/// drawing they would leave its texts in one heap; what they leave is an image with its data, and <c>hidden</c>. So the style shows the drawing and hides the image; where the style is taken
/// away it is the other way round. Their lists of attributes have no <c>role</c>, and none may be empty: the style of an output that is trusted does nothing to one that is not.
/// </summary>
internal static class Drawn
{
    private const string Style = "<style>.cow-drawn[role]{display:block!important}.cow-drawn[role]+.cow-image{display:none!important}</style>";

    /// <param name="drawing">HTML or SVG of a page.</param>
    /// <param name="image">SVG that stands alone.</param>
    /// <param name="words">What it shows, where there is no image either.</param>
    public static string Html(string drawing, string image, string words) =>
        $"{Style}<div class=\"cow-drawn\" role=\"presentation\" hidden=\"hidden\">{drawing}</div><img class=\"cow-image\" alt=\"{WebUtility.HtmlEncode(Letters.Printable(words))}\" src='data:image/svg+xml,{Escaped(image)}'/>";

    // What has a meaning in an address, in HTML, or in the quotes around it.
    private static string Escaped(string svg) => string.Concat(svg.Select(character => character is '%' or '#' or '<' or '>' or '\'' or '&' or '\n' ? $"%{(int)character:X2}" : character.ToString()));
}
