using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Perf;

namespace CowNotebooks.Lab.Faults.Symbols;

/// <summary>
/// Names code by its address: a compiled method by the runtime's perf map, a native function by the symbol table of its file, anything else by module
/// and the offset where the function begins, or that of the instruction. Files are read when first needed.
/// </summary>
/// <param name="maps">The mappings of the process.</param>
/// <param name="methods">Reads the names of compiled methods.</param>
/// <param name="functions">Reads the names of a module's functions, by its path.</param>
internal sealed class SymbolTable(Maps maps, Func<CodeNames> methods, Func<MemoryMap, CodeNames> functions)
{
    /// <summary>In place of a name: the kernel accessed the page, for the process.</summary>
    public const string InKernel = "kernel, inside a system call";

    private readonly Lazy<CodeNames> _methods = new(methods);
    private readonly Dictionary<string, CodeNames> _modules = [];

    /// <param name="maps">The mappings of the process.</param>
    /// <param name="perfMap">Where the runtime writes the names of compiled methods: perf-PID.map in the session's folder.</param>
    public SymbolTable(Maps maps, string perfMap)
        : this(maps, () => PerfMapFile.Read(perfMap), map => ElfFile.ReadFunctions(map.Path!))
    {
    }

    public string NameOf(ulong instruction)
    {
        if (_methods.Value.At(instruction) is { } method) return method;
        if (MappingOf(instruction) is not { Path: { } path } map) return "code without a name";
        var offset = instruction - map.Start + map.Offset;
        if (!_modules.TryGetValue(path, out var names)) _modules[path] = names = functions(map);
        return names.At(offset) is { } function ? $"{function} ({Path.GetFileName(path)})" : $"{Path.GetFileName(path)}+0x{names.StartOf(offset) ?? offset:x}";
    }

    /// <summary>True when there can be code: without frame pointers a caller's address is something else.</summary>
    public bool IsCode(ulong address) => MappingOf(address) is { IsExecutable: true };

    private MemoryMap? MappingOf(ulong address) =>
        Intervals.IndexOf(maps, address, map => (map.Start, map.Length)) is >= 0 and var index ? maps[index] : null;
}

/// <summary>Names of code ranges that hardly overlap, looked up by any address in one.</summary>
internal sealed class CodeNames
{
    private readonly (ulong Start, ulong Size, string Name)[] _names;
    private readonly ulong[] _starts;

    /// <param name="names">The ranges.</param>
    /// <param name="starts">Where functions begin, also those without a name.</param>
    public CodeNames(IEnumerable<(ulong Start, ulong Size, string Name)> names, IEnumerable<ulong>? starts = null) =>
        (_names, _starts) = ([.. names.OrderBy(name => name.Start)], [.. (starts ?? []).Order()]);

    /// <summary>Where the function begins that the address is in; null when it is not known.</summary>
    public ulong? StartOf(ulong address) => Intervals.LastFrom(_starts, address, start => start) is >= 0 and var index ? _starts[index] : null;

    /// <summary>These names, and the others' where these have none.</summary>
    public CodeNames Or(CodeNames others) => new(_names.Concat(others._names.Where(name => At(name.Start) is null)));

    /// <summary>The name; null when the address is in none of the ranges.</summary>
    public string? At(ulong address) =>
        Intervals.IndexOf(_names, address, name => (name.Start, name.Size)) is >= 0 and var index ? _names[index].Name : null;
}

/// <summary>The perf map that a runtime writes, as names.</summary>
internal static class PerfMapFile
{
    /// <summary>No names when there is no such file: then nothing was compiled, or the runtime does not write one.</summary>
    public static CodeNames Read(string path) => File.Exists(path) ? Names(File.ReadAllBytes(path)) : new([]);

    /// <summary>
    /// The names in its text. Of two ranges that share memory the one that was written last counts: memory is used again, and in a file that forked processes
    /// write together a scout's methods lie where the next child's are.
    /// </summary>
    public static CodeNames Names(ReadOnlySpan<byte> text)
    {
        var kept = new List<(ulong, ulong, string)>();
        // By the order in which they were written, the last one first. Those that have ended go when they are found first.
        var open = new PriorityQueue<(ulong End, int Order), int>();
        foreach (var (entry, order) in PerfMap.Parse(text).Select((entry, order) => (entry, order)).OrderBy(one => one.entry.Start).ThenByDescending(one => one.order))
        {
            while (open.TryPeek(out var range, out _) && range.End <= entry.Start) open.Dequeue();
            if (!open.TryPeek(out var last, out _) || last.Order < order) kept.Add((entry.Start, entry.Size, entry.Name));
            open.Enqueue((entry.Start + entry.Size, order), -order);
        }

        return new(kept);
    }
}
