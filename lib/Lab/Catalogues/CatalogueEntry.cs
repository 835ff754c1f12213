using System.Globalization;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Catalogues;

/// <summary>A heap, workload or setting of a catalogue: a short source file that begins with comment lines, some of them "key: value".</summary>
public sealed record CatalogueEntry
{
    private const string Nothing = "nothing";
    private readonly IReadOnlyDictionary<string, string> _facts;

    private CatalogueEntry(string file, string source, IReadOnlyDictionary<string, string> facts) =>
        (File, Source, _facts, Name) = (file, source, facts, Path.GetFileNameWithoutExtension(file));

    /// <summary>The name, that of the file; with the argument behind a colon when there is one: "write-every-nth-page:4".</summary>
    public string Name { get; private init; }

    /// <summary>The path of the source file.</summary>
    public string File { get; }

    /// <summary>The whole text of the file: code, with the comment that says what it does.</summary>
    public string Source { get; }

    /// <summary>The variable that gets the number behind the colon; null when the entry takes none.</summary>
    public string? Parameter => Fact("parameter");

    /// <summary>The number behind the colon; null when there is none.</summary>
    public long? Argument { get; private init; }

    /// <summary>The variable that its code takes from the name, with its value; none when it takes none.</summary>
    internal IReadOnlyList<(string Name, long Value)> Arguments => Parameter is { } name && Argument is { } value ? [(name, value)] : [];

    /// <summary>The name as one types it.</summary>
    public string Example => Parameter is null ? Name : $"{Path.GetFileNameWithoutExtension(File)}:{Argument ?? 4}";

    /// <summary>A heap: the least memory that one element takes, in bytes; null when the file does not say.</summary>
    public long? LeastBytesPerElement => long.TryParse(Fact("bytes"), CultureInfo.InvariantCulture, out var bytes) ? bytes : null;

    /// <summary>A heap: the default.</summary>
    public bool IsDefault => _facts.ContainsKey("default");

    /// <summary>A workload: the word of each element that it writes; null when it writes none, or it is unknown.</summary>
    public Word? Writes => Fact("writes") is { } word and not Nothing ? new Word(word) : null;

    /// <summary>A workload or setting: why its writes cannot be predicted, as half a sentence; null when they can.</summary>
    public string? Unknown => Fact("unknown") ?? (Fact("writes") is null && !RunsInParent ? "its file does not say what it writes" : null);

    /// <summary>A workload: of the pages of those words only those whose number is a multiple of this are written.</summary>
    public int PageStride => Fact("every") is not null && Argument is { } n ? (int)n : 1;

    /// <summary>A workload: it ends the child.</summary>
    public bool EndsChild => Fact("ends") == "child";

    /// <summary>A workload: faults on pages of files are part of it.</summary>
    public bool MapsFiles => Fact("maps") == "files";

    /// <summary>A setting: set once in the parent, before the fork; else in the child, as the first act of each run.</summary>
    public bool RunsInParent => Fact("runs in") == "parent";

    /// <summary>Reads a source file.</summary>
    internal static CatalogueEntry Read(string file)
    {
        var source = System.IO.File.ReadAllText(file);
        var facts = new Dictionary<string, string>();
        foreach (var line in source.Split('\n').TakeWhile(IsComment))
        {
            var parts = line.TrimStart('#', '/', ';', '-', '%', ' ').Split(": ", 2);
            if (parts.Length == 2 && parts[0].Length > 0 && parts[0].All(letter => char.IsAsciiLetterLower(letter) || letter == ' ')) facts.TryAdd(parts[0], parts[1].Trim());
        }

        return new(file, source, facts);
    }

    /// <summary>This entry under the name that was typed; null when that names another.</summary>
    /// <exception cref="LabUsageException">The text after the colon is not a whole number from 1.</exception>
    internal CatalogueEntry? Named(string name)
    {
        if (name == Name && Parameter is null) return this;
        if (Parameter is null || !name.StartsWith(Name + ":", StringComparison.Ordinal)) return null;
        var typed = name[(Name.Length + 1)..];
        return int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var argument) && argument >= 1
            ? this with { Name = name, Argument = argument }
            : throw new LabUsageException($"'{typed}' makes no sense as the {Parameter} of {Name}.", $"Ask for a whole number from 1: {Example}.");
    }

    /// <summary>A heap: refuses one that this machine cannot hold, before the kernel's out-of-memory killer chooses a victim.</summary>
    /// <exception cref="LabUsageException">So many elements and a full copy of them by the child need more than is available.</exception>
    internal void RequireMemory(long count, Meminfo memory)
    {
        const double gigabyte = 1L << 30;
        if (memory.MemAvailable is not { } available || LeastBytesPerElement is not { } bytes) return;
        // Twice: once in the parent, and once more when a child copies every page.
        var perElement = 2 * bytes;
        if (count <= available / perElement) return;
        throw new LabUsageException(
            $"{count:N0} {Name} and a child's copy of them need about {count * (double)perElement / gigabyte:N0} GB, and this machine has {available / gigabyte:N1} GB available.",
            $"Ask for at most {available / perElement:N0}.");
    }

    private string? Fact(string key) => _facts.GetValueOrDefault(key);

    // A script may begin with #!; the line comments of every language here begin with one of these.
    private static bool IsComment(string line) => line.Length > 0 && line[0] is '#' or '/' or ';' or '-' or '%';
}
