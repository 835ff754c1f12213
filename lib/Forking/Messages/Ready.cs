using System.Globalization;

namespace CowNotebooks.Forking.Messages;

/// <summary>What the word of an object is called that lies from byte <paramref name="From"/> up to <paramref name="To"/>, counted from the object's address.</summary>
/// <param name="From">The first byte; null without a bound.</param>
/// <param name="To">The byte after the last; null without a bound.</param>
/// <param name="Name">"reference count".</param>
public sealed record NamedWord(long? From, long? To, string Name);

/// <summary>What it means when a signal ends a child of this parent.</summary>
/// <param name="Signal">The signal's number.</param>
/// <param name="Said">What the child wrote last, for this to fit; empty for whatever it wrote.</param>
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

    /// <summary>What it means when a signal ends a child; the first that fits counts.</summary>
    public IReadOnlyList<NamedDeath> Deaths { get; init; } = [];

    /// <summary>The addresses between which the runtime keeps objects; null when it does not say.</summary>
    public (ulong From, ulong To)? ObjectMemory { get; init; }

    /// <summary>The library against which its cells are compiled before they are sent; null when they are sent as they are.</summary>
    public string? Compiler { get; init; }

    /// <summary>What a child says when it is about to read its first request.</summary>
    public const string OfChild = Name;

    /// <summary>What the word is called that lies so many bytes after an object's address.</summary>
    public string WordAt(long offset) =>
        Words.FirstOrDefault(word => !(offset < word.From) && !(offset >= word.To))?.Name ?? string.Create(CultureInfo.InvariantCulture, $"byte {offset}");

    /// <summary>The line, with its newline.</summary>
    public string Write()
    {
        List<(string, string)> fields = [("pid", Text(Pid)), ("runtime", Runtime), ("version", Version), ("language", Language)];
        if (Catalogue is not null) fields.Add(("catalogue", Catalogue));
        fields.AddRange(Words.Select(word => ("word", $"{Text(word.From)},{Text(word.To)},{word.Name}")));
        fields.AddRange(Deaths.Select(death => ("death", $"{Text(death.Signal)},{death.Said},{death.Meaning}")));
        if (ObjectMemory is { } memory) fields.Add(("objects", string.Create(CultureInfo.InvariantCulture, $"{memory.From:x}-{memory.To:x}")));
        if (Compiler is not null) fields.Add(("compiler", Compiler));
        return Line.Write([Name, .. Answer.WriteFields(fields)]);
    }

    /// <summary>Reads a line without its newline; null when it does not say what it must.</summary>
    public static Ready? Read(string line)
    {
        var words = Line.Read(line);
        if (words[0] != Name) return null;
        var fields = Answer.ReadFields(words[1..]).ToLookup(field => field.Key, field => field.Value);
        if (!int.TryParse(fields["pid"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            || fields["runtime"].FirstOrDefault() is not { } runtime || fields["version"].FirstOrDefault() is not { } version) return null;
        return new(pid, runtime, version, fields["language"].FirstOrDefault() ?? runtime)
        {
            Catalogue = fields["catalogue"].FirstOrDefault(),
            Words = [.. fields["word"].Select(text => text.Split(',', 3)).Where(parts => parts.Length == 3).Select(parts => new NamedWord(Number(parts[0]), Number(parts[1]), parts[2]))],
            Deaths = [.. fields["death"].Select(text => text.Split(',', 3)).Where(parts => parts.Length == 3).Select(parts => new NamedDeath((int)(Number(parts[0]) ?? 0), parts[1], parts[2]))],
            ObjectMemory = fields["objects"].Select(text => text.Split('-')).Where(parts => parts.Length == 2).Select(parts => ((ulong, ulong)?)(Hexadecimal(parts[0]), Hexadecimal(parts[1]))).FirstOrDefault(),
            Compiler = fields["compiler"].FirstOrDefault(),
        };
    }

    private static ulong Hexadecimal(string text) => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static long? Number(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
