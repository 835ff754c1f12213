namespace CowNotebooks.Show.Drawing.Pictures;

/// <summary>How text looks.</summary>
/// <param name="Size">Its height in units of the picture, 400 of which are its width: on a telephone a unit is somewhat less than a pixel.</param>
/// <param name="IsMono">For addresses and code.</param>
/// <param name="IsBold">For what matters.</param>
/// <param name="Colour">Its colour; null for that of the text around the picture.</param>
/// <param name="Opacity">Below 1 for what matters less.</param>
internal sealed record Style(double Size = 12.5, bool IsMono = false, bool IsBold = false, string? Colour = null, double Opacity = 1)
{
    public static Style Plain { get; } = new();

    public static Style Heading { get; } = new(14, IsBold: true);

    public static Style Small { get; } = new(11.5, Opacity: 0.8);

    public static Style Code { get; } = new(12, IsMono: true);

    /// <summary>The distance from one line to the next.</summary>
    public double LineHeight => Math.Round(Size * 1.35, 1);

    /// <summary>In a box with a colour of its own, where the text has to be the same in both themes.</summary>
    public Style On(string fill) => this with { Colour = fill == Palette.UncomparedPage ? Palette.OnBlue : Palette.OnColour, Opacity = 1 };
}
