namespace CowNotebooks.Show.Drawing.Pictures;

/// <summary>Colours and what they mean, side by side in as many lines as it takes.</summary>
internal static class Legend
{
    private const double Patch = 12, Gap = 14;

    public static void Draw(Sketch sketch, IEnumerable<(string? Colour, string Text)> entries)
    {
        var style = Style.Small;
        var (x, y) = (Sketch.Margin, sketch.Bottom + 4);
        foreach (var (colour, text) in entries)
        {
            var width = Patch + 5 + Letters.Width(text, style);
            if (x > Sketch.Margin && x + width > Sketch.Width - Sketch.Margin) (x, y) = (Sketch.Margin, y + style.LineHeight + 3);
            sketch.Box(new(x, y, Patch, Patch), new BoxLook(colour) { Radius = 2 });
            sketch.Text(Letters.Fit(text, Sketch.Width - Sketch.Margin - x - Patch - 5, style), x + Patch + 5, y + Patch - 2, style);
            x += width + Gap;
        }

        sketch.Reach(y + Patch + 3);
    }
}
