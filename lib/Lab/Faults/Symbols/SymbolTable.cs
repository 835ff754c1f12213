using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Faults.Symbols;

/// <summary>
/// Names code by its address: a compiled method by the runtime's perf map, a native function by the symbol table of its file, anything else by module
/// and offset. Files are read when first needed.
/// </summary>
/// <param name="maps">The mappings of the process.</param>
/// <param name="perfMap">Where the runtime writes the names of compiled methods: /tmp/perf-PID.map.</param>
internal sealed class SymbolTable(Maps maps, string perfMap)
{
    private readonly Lazy<CodeNames> _methods = new(() => PerfMapFile.Read(perfMap));
    private readonly Dictionary<string, CodeNames> _modules = [];

    public string NameOf(ulong instruction)
    {
        if (_methods.Value.At(instruction) is { } method) return method;
        var map = maps.FirstOrDefault(map => instruction >= map.Start && instruction < map.End);
        if (map?.Path is not { } path) return "code without a name";
        var offset = instruction - map.Start + map.Offset;
        if (!_modules.TryGetValue(path, out var names)) _modules[path] = names = ElfFile.ReadFunctions(path);
        return names.At(offset) is { } function ? $"{function} ({Path.GetFileName(path)})" : $"{Path.GetFileName(path)}+0x{offset:x}";
    }
}
