using System.Globalization;
using System.Text.RegularExpressions;
using CowNotebooks.Notebooks.Book;

namespace CowNotebooks.Notebooks.Tests;

/// <summary>The colours of book.css.</summary>
internal static partial class BookStyle
{
    /// <summary>The variables that are colours, by name: of the light theme and of the dark one.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Themes()
    {
        using var scratch = new Scratch();
        BookFolder.Open(scratch.Folder, new("B"));
        var themes = File.ReadAllText(scratch["book.css"]).Split("prefers-color-scheme: dark");
        return [.. themes.Take(2)
            .Select(theme => Variable().Matches(theme[..theme.IndexOf('}', StringComparison.Ordinal)]).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value))];
    }

    /// <summary>The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"); 4.5 is enough for AA.</summary>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string color)
    {
        double Part(int at) => int.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0 is var part
            && part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        return 0.2126 * Part(1) + 0.7152 * Part(3) + 0.0722 * Part(5);
    }

    [GeneratedRegex("(--[a-z-]+): (#[0-9a-f]{6});")]
    private static partial Regex Variable();
}
