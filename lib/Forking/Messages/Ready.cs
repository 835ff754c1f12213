using System.Globalization;

namespace CowNotebooks.Forking.Messages;

/// <summary>The name of the word of an object from byte <paramref name="From"/> up to <paramref name="To"/>, counted from the object's address.</summary>
/// <param name="From">The first byte; null without a bound.</param>
/// <param name="To">The byte after the last; null without a bound.</param>
/// <param name="Name">"reference count".</param>
public sealed record NamedWord(long? From, long? To, string Name);

/// <summary>What it means when a signal ends a child of this parent.</summary>
/// <param name="Signal">The signal's number.</param>
/// <param name="Said">Text that the child's last output must contain; empty for any output.</param>
/// <param name="Meaning">One sentence.</param>
public sealed record NamedDeath(int Signal, string Said, string Meaning);

/// <summary>What a parent says of itself when it is ready.</summary>
/// <param name="Pid">Its PID.</param>
/// <param name="Runtime">What reports call it: "python".</param>
/// <param name="Version">"CPython 3.11.2".</param>
/// <param name="Language">The language of its cells: "python".</param>
public sealed record Ready(int Pid, string Runtime, string Version, string Language)
{
    private const string Name = "ready";

    /// <summary>The folder of its named heaps, workloads and settings; null without one.</summary>
    public string? Catalogue { get; init; }

    /// <summary>What the words of its objects are called, in order.</summary>
    public IReadOnlyList<NamedWord> Words { get; init; } = [];

    /// <summary>What it means when a signal ends a child; the first match applies.</summary>
    public IReadOnlyList<NamedDeath> Deaths { get; init; } = [];

    /// <summary>The range of addresses in which the runtime keeps objects; null when the parent does not say.</summary>
    public (ulong From, ulong To)? ObjectMemory { get; init; }

    /// <summary>Why nothing can be predicted of its children's runs, as half a sentence; null when something can.</summary>
    public string? Unpredictable { get; init; }

    /// <summary>The library against which its cells are compiled before they are sent; null when they are sent as they are.</summary>
    public string? Compiler { get; init; }

    /// <summary>What a child sends when it is about to read its first request.</summary>
    public const string OfChild = Name;

    /// <summary>The name of the word at this offset, in bytes, from an object's address.</summary>
    public string WordAt(long offset) =>
        Words.FirstOrDefault(word => !(offset < word.From) && !(offset >= word.To))?.Name ?? string.Create(CultureInfo.InvariantCulture, $"byte {offset}");

    /// <summary>The line, with its newline.</summary>
    public string Write()
    {
        List<Field> fields = [new("pid", Text(Pid)), new("runtime", Runtime), new("version", Version), new("language", Language)];
        if (Catalogue is not null) fields.Add(new("catalogue", Catalogue));
        fields.AddRange(Words.Select(word => new Field("word", $"{Text(word.From)},{Text(word.To)},{word.Name}")));
        fields.AddRange(Deaths.Select(death => new Field("death", $"{Text(death.Signal)},{death.Said},{death.Meaning}")));
        if (ObjectMemory is { } memory) fields.Add(new("objects", string.Create(CultureInfo.InvariantCulture, $"{memory.From:x}-{memory.To:x}")));
        if (Unpredictable is not null) fields.Add(new("unknown", Unpredictable));
        if (Compiler is not null) fields.Add(new("compiler", Compiler));
        return Line.Write([Name, .. Field.Write(fields)]);
    }

    /// <summary>Reads a line without its newline; null when it does not say what it must.</summary>
    public static Ready? Read(string line)
    {
        var words = Line.Read(line);
        if (words[0] != Name || line.Contains('\n')) return null;
        var fields = Field.Read(words);
        var (named, deaths) = (new List<NamedWord>(), new List<NamedDeath>());
        foreach (var field in fields)
        {
            if (field is { Key: "word" } && field.Value.Split(',', 3) is [var from, var to, var name]) named.Add(new(Number(from), Number(to), name));
            if (field is { Key: "death" } && field.Value.Split(',', 3) is [var signal, var said, var meaning])
                deaths.Add(new(Number(signal) is >= 0 and <= int.MaxValue and var number ? (int)number : 0, said, meaning));
        }

        return Number(First("pid") ?? "") is > 0 and <= int.MaxValue and var pid && First("runtime") is { } runtime && First("version") is { } version
            ? new((int)pid, runtime, version, First("language") ?? runtime)
            {
                Catalogue = First("catalogue"),
                Words = named,
                Deaths = deaths,
                ObjectMemory = First("objects")?.Split('-') is [var start, var end] && Hexadecimal(start) is { } low && Hexadecimal(end) is { } high ? (low, high) : null,
                Unpredictable = First("unknown"),
                Compiler = First("compiler"),
            }
            : null;

        string? First(string key) => fields.Find(field => field.Key == key)?.Value;
    }

    private static ulong? Hexadecimal(string text) => ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static long? Number(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
