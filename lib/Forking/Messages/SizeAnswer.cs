using System.Globalization;

namespace CowNotebooks.Forking.Messages;

/// <summary>Objects of one type.</summary>
/// <param name="Objects">How many.</param>
/// <param name="Bytes">All of them.</param>
/// <param name="Type">Its name.</param>
public sealed record SizeOfType(long Objects, long Bytes, string Type);

/// <summary>How big what a variable holds is, and where it lies.</summary>
/// <param name="Objects">How many objects.</param>
/// <param name="Bytes">All of them.</param>
/// <param name="Shallow">The root alone.</param>
public sealed record SizeAnswer(long Objects, long Bytes, long Shallow)
{
    /// <summary>The same by type.</summary>
    public IReadOnlyList<SizeOfType> Types { get; init; } = [];

    /// <summary>For words of the elements that may be written: the pages they lie on, as <see cref="PageText"/>.</summary>
    public IReadOnlyList<(string Word, string Pages)> Pages { get; init; } = [];

    /// <summary>Where the elements are, a <see cref="PlaceText"/> for each type.</summary>
    public IReadOnlyList<string> Elements { get; init; } = [];

    /// <summary>Where what holds them is, or what they hold.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>The answer of a scout.</summary>
    public Answer Write() => Answer.Ok(
        [
            ("objects", Text(Objects)), ("bytes", Text(Bytes)), ("shallow", Text(Shallow)),
            .. Types.Select(type => ("type", $"{Text(type.Objects)},{Text(type.Bytes)},{type.Type}")),
            .. Pages.Select(pages => ("pages", $"{pages.Word},{pages.Pages}")),
            .. Elements.Select(places => ("elements", places)),
            .. Others.Select(places => ("others", places)),
        ]);

    /// <summary>Reads an answer; null when it does not say what it must.</summary>
    /// <exception cref="FormatException">A number is none.</exception>
    public static SizeAnswer? Read(Answer answer) =>
        answer.Number("objects") is { } objects && answer.Number("bytes") is { } bytes && answer.Number("shallow") is { } shallow
            ? new(objects, bytes, shallow)
            {
                Types = [.. answer.All("type").Select(text => text.Split(',', 3)).Where(parts => parts.Length == 3).Select(parts => new SizeOfType(Number(parts[0]), Number(parts[1]), parts[2]))],
                Pages = [.. answer.All("pages").Select(text => text.Split(',', 2)).Where(parts => parts.Length == 2).Select(parts => (parts[0], parts[1]))],
                Elements = [.. answer.All("elements").Where(text => text.Length > 0)],
                Others = [.. answer.All("others").Where(text => text.Length > 0)],
            }
            : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
