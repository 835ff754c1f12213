using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Pictures;
using CowNotebooks.Show.Formatting;

namespace CowNotebooks.Show;

/// <summary>
/// A drawing of an idea, or of what a run really did, with its addresses and frames. Immutable; shows offline as SVG that follows the theme of the page around it, and
/// as text where there are no pictures, or no eyes for them.
/// </summary>
[TypeFormatterSource(typeof(PictureFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Svg, MimeTypes.Plain])]
public sealed partial class Picture
{
    private readonly Sketch _sketch;
    private readonly string _text;

    private Picture(Sketch sketch, IEnumerable<string> text) => (_sketch, _text) = (sketch, string.Join(' ', text));

    /// <summary>What the picture shows, in words, with the same figures.</summary>
    public override string ToString() => _text;

    // In the parts that are drawn, too.
    private static string Hex(ulong address) => Invariant($"0x{address:x}");

    internal string ToHtml() => Drawn.Html(_sketch.ToSvg(_text, isAlone: false), ToSvg(), _text);

    internal string ToSvg() => _sketch.ToSvg(_text, isAlone: true);
}
