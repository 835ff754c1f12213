using System.Globalization;
using CowNotebooks.Forking.Messages;
using CowNotebooks.Lab.Measuring;

namespace CowNotebooks.Lab.Catalogues;

/// <summary>A heap, workload or setting of a catalogue: a short source file that begins with comment lines, some of them "key: value".</summary>
public sealed record CatalogueEntry
{
    private const string Nothing = "nothing";
    private readonly ILookup<string, string> _facts;

    private CatalogueEntry(string file, string source, ILookup<string, string> facts) =>
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
    public bool IsDefault => _facts.Contains("default");

    /// <summary>A workload: the word of each element that it writes; null when it writes none, or it is unknown.</summary>
    public Word? Writes => Fact("writes") is { } word and not Nothing ? new Word(word) : null;

    /// <summary>A workload or setting: why its writes cannot be predicted, as half a sentence; null when they can.</summary>
    public string? Unknown => Fact("unknown") ?? (Fact("writes") is null && !RunsInParent && !OnlyStarts ? "its file does not say what it writes" : null);

    /// <summary>A workload: of the pages of those words only those whose number is a multiple of this are written.</summary>
    public int PageStride => Fact("every") is not null && Argument is { } n ? (int)n : 1;

    /// <summary>A workload: it ends the child.</summary>
    public bool EndsChild => Fact("ends") == "child";

    /// <summary>A workload: faults on pages of files are part of it.</summary>
    public bool MapsFiles => Fact("maps") == "files";

    /// <summary>A setting: set once in the parent, before the fork; else in the child, as the first act of each run.</summary>
    public bool RunsInParent => Fact("runs in") == "parent";

    /// <summary>A setting: none of it is run, it only says how the parent is started.</summary>
    public bool OnlyStarts => Fact("runs in") == "start";

    /// <summary>A setting: the environment variables that the parent is started with, each NAME=VALUE.</summary>
    public IReadOnlyList<string> StartEnvironment => [.. _facts["environment"]];

    /// <summary>A setting: the arguments that the parent's program is started with, before its own.</summary>
    public IReadOnlyList<string> StartArguments => [.. _facts["argument"]];

    /// <summary>A setting: why no child bears it, as half a sentence; null when one does.</summary>
    public string? Refused => Fact("refused");

    /// <summary>A setting: why a child that has it can do anything but collect, as half a sentence; null when it can collect.</summary>
    public string? CannotCollect => Fact("cannot collect");

    /// <summary>A workload or setting: its purpose is to collect garbage.</summary>
    public bool Collects => Fact("collects") == "yes";

    /// <summary>A setting: the parent must have been started for it, since its runtime reads it only then.</summary>
    public bool AppliesAtStart => _facts.Contains("environment") || _facts.Contains("argument");

    /// <summary>A setting: a parent that was started for it was started for the other as well.</summary>
    internal bool StartsAs(CatalogueEntry other) => StartEnvironment.SequenceEqual(other.StartEnvironment) && StartArguments.SequenceEqual(other.StartArguments);

    /// <summary>Reads a source file.</summary>
    internal static CatalogueEntry Read(string file)
    {
        var source = System.IO.File.ReadAllText(file);
        List<(string Key, string Value)> facts = [.. CatalogueHead.Read(source.Split('\n'))];
        if (facts.FirstOrDefault(fact => fact.Key == "environment" && fact.Value.IndexOf('=', StringComparison.Ordinal) < 1) is { Value: { } wrong })
            throw new LabUsageException($"{file} says 'environment: {wrong}', which names no variable and its value.", "Write environment: NAME=VALUE.");
        return new(file, source, facts.ToLookup(fact => fact.Key, fact => fact.Value));
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
    internal void RequireMemory(long count, AvailableMemory memory)
    {
        if (LeastBytesPerElement is { } bytes) HeapMemory.Require(count, bytes, string.Create(CultureInfo.InvariantCulture, $"{count:N0} {Name}"), memory);
    }

    private string? Fact(string key) => _facts[key].FirstOrDefault();
}
