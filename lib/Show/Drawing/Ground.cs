using System.Xml.Linq;

namespace CowNotebooks.Show.Drawing;

/// <summary>
/// The ground of a picture that is a file of its own. Nothing tells it the colours of the page around it, and a page may be dark where the reader's system is light;
/// so it brings its ground along, and its text is legible on it.
/// </summary>
internal static class Ground
{
    private const string Style =
        $":root{{color:{Palette.LightThemeText}}}.cow-ground{{fill:{Palette.LightThemeGround}}}"
        + $"@media(prefers-color-scheme:dark){{:root{{color:{Palette.DarkThemeText}}}.cow-ground{{fill:{Palette.DarkThemeGround}}}}}";

    /// <summary>What comes first in the picture.</summary>
    /// <param name="width">Of its view box.</param>
    /// <param name="height">Of its view box.</param>
    public static IEnumerable<XElement> Of(double width, double height) =>
        [new XElement(Svg.Element("style")) { Value = Style }, Svg.Element("rect", ("class", "cow-ground"), ("width", width), ("height", height))];
}
