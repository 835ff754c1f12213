using System.Globalization;

namespace CowNotebooks.Forking.Messages;

/// <summary>Objects of one type.</summary>
/// <param name="Objects">How many.</param>
/// <param name="Bytes">All of them together, in bytes.</param>
/// <param name="Type">Its name.</param>
public sealed record SizeOfType(long Objects, long Bytes, string Type);

/// <summary>The pages of a word of elements.</summary>
/// <param name="Word">The word's name.</param>
/// <param name="Pages">The pages, as <see cref="PageText"/>.</param>
public sealed record PagesOfWord(string Word, string Pages);

/// <summary>A word of elements whose pages nobody can know.</summary>
/// <param name="Word">The word's name.</param>
/// <param name="Reason">Why, as half a sentence.</param>
public sealed record UnknownWord(string Word, string Reason);

/// <summary>How big what a variable holds is, and where it lies.</summary>
/// <param name="Objects">How many objects; null, like the other two, when the runtime cannot tell.</param>
/// <param name="Bytes">All of them together, in bytes.</param>
/// <param name="Shallow">The root alone, in bytes.</param>
public sealed record SizeAnswer(long? Objects, long? Bytes, long? Shallow)
{
    /// <summary>The same by type.</summary>
    public IReadOnlyList<SizeOfType> Types { get; init; } = [];

    /// <summary>For words of the elements that may be written: the pages they lie on, as <see cref="PageText"/>.</summary>
    public IReadOnlyList<PagesOfWord> Pages { get; init; } = [];

    /// <summary>Words of which it cannot be known where they will be written, and why.</summary>
    public IReadOnlyList<UnknownWord> Unknown { get; init; } = [];

    /// <summary>Where the elements are, a <see cref="PlaceText"/> for each type.</summary>
    public IReadOnlyList<string> Elements { get; init; } = [];

    /// <summary>Where the other objects are: those that hold the elements, and those that the elements hold.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>The answer of a scout.</summary>
    public Answer Write()
    {
        var fields = new List<Field>();
        if (Objects is { } objects && Bytes is { } bytes && Shallow is { } shallow) fields.AddRange([new("objects", Text(objects)), new("bytes", Text(bytes)), new("shallow", Text(shallow))]);
        foreach (var type in Types) fields.Add(new("type", $"{Text(type.Objects)},{Text(type.Bytes)},{type.Type}"));
        foreach (var pages in Pages) fields.Add(new("pages", $"{pages.Word},{pages.Pages}"));
        foreach (var (word, reason) in Unknown) fields.Add(new("unknown", $"{word},{reason}"));
        foreach (var places in Elements) fields.Add(new("elements", places));
        foreach (var places in Others) fields.Add(new("others", places));
        return Answer.Ok(fields);
    }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="FormatException">A number is none.</exception>
    public static SizeAnswer Read(Answer answer)
    {
        var (types, pages) = (new List<SizeOfType>(), new List<PagesOfWord>());
        foreach (var text in answer.All("type"))
        {
            if (text.Split(',', 3) is [var count, var size, var name]) types.Add(new(Number(count), Number(size), name));
        }

        foreach (var text in answer.All("pages"))
        {
            if (text.Split(',', 2) is [var word, var ranges]) pages.Add(new(word, ranges));
        }

        var unknown = new List<UnknownWord>();
        foreach (var text in answer.All("unknown"))
        {
            if (text.Split(',', 2) is [var word, var reason]) unknown.Add(new(word, reason));
        }

        return new(answer.Number("objects"), answer.Number("bytes"), answer.Number("shallow"))
        {
            Types = types,
            Pages = pages,
            Unknown = unknown,
            Elements = [.. answer.All("elements").Where(text => text.Length > 0)],
            Others = [.. answer.All("others").Where(text => text.Length > 0)],
        };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'{text}' is no count of objects or bytes.");
}
