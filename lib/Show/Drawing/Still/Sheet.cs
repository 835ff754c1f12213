using System.Xml.Linq;

namespace CowNotebooks.Show.Drawing.Still;

/// <summary>Where a picture is shown.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="IsAlone">
/// Whether it is a document of its own, which nothing tells the colours of the page around it: it has a ground, light or dark as the reader's system is. Else it is
/// part of an HTML page, and takes the page's colour of text.
/// </param>
internal readonly record struct Place(int Width, bool IsAlone)
{
    /// <summary>A file, or an image in a page.</summary>
    public static Place Alone { get; } = new(720, true);

    /// <summary>In a page, where there is room.</summary>
    public static Place Wide { get; } = new(720, false);

    /// <summary>In a page, on a phone or beside something.</summary>
    public static Place Narrow { get; } = new(360, false);
}

/// <summary>A picture while it is drawn, from the top down: title, legend, and what the chart is.</summary>
internal sealed class Sheet
{
    public const int FontSize = 13;

    private const int Edge = 8, LineHeight = 18, Swatch = 26, TitleSize = 15;
    private const double Bold = 1.1;

    private readonly Place _place;
    private readonly List<XElement> _content = [];

    public Sheet(Place place, string title)
    {
        (_place, Left, Right, Y) = (place, Edge, place.Width - Edge, Edge);
        foreach (var line in Letters.Lines(title, TitleSize * Bold, Right - Left))
        {
            Y += 20;
            Add(Svg.Text(line, Left, Y - 4, ("font-size", TitleSize), ("font-weight", 600)));
        }

        Y += 4;
    }

    /// <summary>The edges within which one draws.</summary>
    public double Left { get; }

    /// <summary>The edges within which one draws.</summary>
    public double Right { get; }

    /// <summary>How far down the picture is drawn.</summary>
    public double Y { get; set; }

    public void Add(params IEnumerable<XElement> elements) => _content.AddRange(elements);

    /// <summary>Names, each behind a mark of 20 by 12 pixels around the origin.</summary>
    public void Legend(IEnumerable<(XElement Mark, string Name)> entries)
    {
        var x = Left;
        Y += LineHeight;
        foreach (var (mark, name) in entries)
        {
            var lines = Letters.Lines(name, FontSize, Right - Left - Swatch);
            var width = Swatch + lines.Max(line => Letters.Width(line, FontSize));
            if (x > Left && x + width > Right) (x, Y) = (Left, Y + LineHeight);
            Add(Svg.Group([("transform", Svg.Path($"translate({x + 10} {Y - 5})"))], mark));
            foreach (var (i, line) in lines.Index()) Add(Svg.Text(line, x + Swatch, Y + (i * LineHeight)));
            Y += (lines.Count - 1) * LineHeight;
            x = lines.Count > 1 ? Right : x + width + 14;
        }

        Y += 8;
    }

    /// <summary>A paragraph in the middle of what lies between two edges.</summary>
    public void Caption(string text, double left, double right)
    {
        foreach (var line in Letters.Lines(text, FontSize, right - left))
        {
            Y += LineHeight;
            Add(Svg.Text(line, (left + right) / 2, Y - 4, ("text-anchor", "middle")));
        }
    }

    /// <summary>A paragraph at the left edge.</summary>
    public void Paragraph(string text, params (string, object)[] attributes)
    {
        foreach (var line in Letters.Lines(text, FontSize, Right - Left))
        {
            Y += LineHeight;
            Add(Svg.Text(line, Left, Y - 4, attributes));
        }
    }

    /// <summary>The picture. In a page the element around it says what it shows; alone it says so itself.</summary>
    /// <param name="words">What it shows, for those who do not see it.</param>
    public string Finish(string words)
    {
        var height = Math.Ceiling(Y + Edge);
        var picture = Svg.Element("svg", ("viewBox", Svg.Path($"0 0 {_place.Width} {height}")), ("font-family", "system-ui, sans-serif"), ("font-size", FontSize));
        if (_place.IsAlone)
        {
            picture.Add(new XAttribute("version", "1.1"), new XAttribute("width", _place.Width), new XAttribute("height", height),
                new XAttribute("role", "img"), new XAttribute("aria-label", Letters.Printable(words)), new XAttribute("fill", "currentColor"));
            picture.Add(Ground.Of(_place.Width, height));
        }
        else
        {
            picture.Add(new XAttribute("fill", "currentColor"), new XAttribute("aria-hidden", "true"));
        }

        picture.Add(_content);
        return picture.ToString(SaveOptions.DisableFormatting);
    }
}
