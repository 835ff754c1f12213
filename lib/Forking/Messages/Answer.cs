using System.Globalization;

namespace CowNotebooks.Forking.Messages;

/// <summary>A word "key=value" of a line.</summary>
/// <param name="Key">What it is called.</param>
/// <param name="Value">What it says.</param>
public sealed record Field(string Key, string Value)
{
    internal static IEnumerable<string> Write(IEnumerable<Field> fields) => fields.Select(field => $"{field.Key}={field.Value}");

    /// <summary>The fields of a line, after its first word; words that are not fields are skipped.</summary>
    internal static List<Field> Read(string[] words)
    {
        var fields = new List<Field>(words.Length);
        foreach (var word in words.AsSpan(1))
        {
            if (word.IndexOf('=') is >= 0 and var equals) fields.Add(new(word[..equals], word[(equals + 1)..]));
        }

        return fields;
    }
}

/// <summary>What a parent or child answers: "ok" and fields, or "error" and a text. A key may come more than once; the order is kept.</summary>
public sealed class Answer
{
    private const string OkWord = "ok", ErrorWord = "error", ValueKey = "value", NameKey = "name";

    /// <summary>The most characters of a value or an error.</summary>
    public const int MostCharacters = 4000;

    private readonly IReadOnlyList<Field> _fields;

    private Answer(IReadOnlyList<Field> fields, string? error) => (_fields, Error) = (fields, error);

    /// <summary>What went wrong, as the language prints it; null when nothing did.</summary>
    public string? Error { get; }

    /// <summary>The first value of that key; null when there is none or it is empty.</summary>
    public string? this[string key] => All(key).FirstOrDefault() is { Length: > 0 } value ? value : null;

    /// <summary>All values of that key.</summary>
    public IEnumerable<string> All(string key) => _fields.Where(field => field.Key == key).Select(field => field.Value);

    /// <summary>The number under that key; null when there is none.</summary>
    public long? Number(string key) => long.TryParse(this[key], CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An answer of a request that was carried out.</summary>
    public static Answer Ok(params IReadOnlyList<Field> fields) => new(fields, null);

    /// <summary>An answer of a request that could not be carried out.</summary>
    public static Answer Failed(string error) => new([], Cut(error));

    /// <summary>That of a request that answers nothing else, with its newline: for a child, which allocates nothing then.</summary>
    public static ReadOnlySpan<byte> OkLine => "ok\n"u8;

    /// <summary>The value of a cell, where it has one.</summary>
    public static Answer OfCell(string? value) => value is null ? Ok() : Ok(new Field(ValueKey, Cut(value)));

    /// <summary>The names of variables.</summary>
    public static Answer OfNames(IEnumerable<string> names) => Ok([.. names.Select(name => new Field(NameKey, name))]);

    /// <summary>What <see cref="OfCell"/> says; null when there is none.</summary>
    public string? Value => this[ValueKey];

    /// <summary>What <see cref="OfNames"/> says.</summary>
    public IEnumerable<string> Names => All(NameKey);

    /// <summary>The line, with its newline.</summary>
    public string Write() => Line.Write(Error is null ? [OkWord, .. Field.Write(_fields)] : [ErrorWord, Error]);

    /// <summary>Reads a line without its newline; null when it is no answer, or more than one.</summary>
    public static Answer? Read(string line)
    {
        if (line.Contains('\n')) return null;
        var words = Line.Read(line);
        return words[0] switch
        {
            OkWord => new(Field.Read(words), null),
            ErrorWord => new([], words.ElementAtOrDefault(1) ?? ""),
            _ => null,
        };
    }

    private static string Cut(string text) => text.Length <= MostCharacters ? text : text[..(MostCharacters - 1)] + "…";
}
