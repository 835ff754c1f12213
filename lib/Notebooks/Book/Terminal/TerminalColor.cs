namespace CowNotebooks.Notebooks.Book.Terminal;

/// <summary>A colour that a program asked a terminal for, and how it is shown on the book's pages: always with the contrast that people need (WCAG 2, AA).</summary>
internal readonly record struct TerminalColor(byte Red, byte Green, byte Blue)
{
    private const double Readable = 4.5;

    // XTerm-col.ad, the colours of xterm: black, red, green, yellow, blue, magenta, cyan, white; then the bright ones.
    private static readonly int[] Sixteen =
    [
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
        0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
    ];

    // What output stands on in book.css: of the page and the box of a failure the one that leaves less contrast.
    private static readonly TerminalColor Light = Of(0xfdeeee);
    private static readonly TerminalColor Dark = Of(0x351f20);

    /// <summary>One of the 256 colours: 16 by name, a cube of 6 × 6 × 6, and 24 greys.</summary>
    public static TerminalColor Indexed(int index)
    {
        if (index < 16) return Of(Sixteen[index]);
        if (index >= 232) return Of((8 + 10 * (index - 232)) * 0x010101);
        static byte Level(int step) => (byte)(step == 0 ? 0 : 55 + 40 * step);
        return new(Level((index - 16) / 36), Level((index - 16) / 6 % 6), Level((index - 16) % 6));
    }

    /// <summary>CSS for text of this colour on the page, which is light or dark.</summary>
    public string OnPage => $"light-dark({LegibleOn(Light)},{LegibleOn(Dark)})";

    /// <summary>CSS for text of this colour on the colour of text.</summary>
    public string OnTextColor => $"light-dark({LegibleOn(Dark)},{LegibleOn(Light)})";

    /// <summary>Black or white, for text on this colour.</summary>
    public TerminalColor Opposite => Contrast(this, Of(0)) > Contrast(this, Of(0xffffff)) ? Of(0) : Of(0xffffff);

    /// <summary>This colour, mixed with as much black or white as text on <paramref name="background"/> needs.</summary>
    public TerminalColor LegibleOn(TerminalColor background)
    {
        var (text, towards) = (this, background.Opposite);
        for (var part = 1; part <= 20 && Contrast(text, background) < Readable; part++) text = Mix(towards, part / 20.0);
        return text;
    }

    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    /// <summary>The contrast of two colours, 1 to 21 (WCAG 2, "contrast ratio").</summary>
    public static double Contrast(TerminalColor one, TerminalColor other)
    {
        var (a, b) = (one.Luminance, other.Luminance);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private double Luminance => 0.2126 * Linear(Red) + 0.7152 * Linear(Green) + 0.0722 * Linear(Blue);

    private static double Linear(byte value) => value / 255.0 is var part && part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);

    private TerminalColor Mix(TerminalColor other, double part) => new(Mix(Red, other.Red, part), Mix(Green, other.Green, part), Mix(Blue, other.Blue, part));

    private static byte Mix(byte from, byte to, double part) => (byte)Math.Round(from + (to - from) * part);

    private static TerminalColor Of(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
}
