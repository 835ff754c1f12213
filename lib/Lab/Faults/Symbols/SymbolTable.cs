using System.Globalization;
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

/// <summary>Names of code ranges that hardly overlap, looked up by any address in one.</summary>
internal sealed class CodeNames
{
    private readonly (ulong Start, ulong Size, string Name)[] _names;

    public CodeNames(IEnumerable<(ulong Start, ulong Size, string Name)> names) => _names = [.. names.OrderBy(name => name.Start)];

    /// <summary>The name; null when the address is in none of the ranges.</summary>
    public string? At(ulong address) =>
        Intervals.IndexOf(_names, address, name => (name.Start, name.Size)) is >= 0 and var index ? _names[index].Name : null;
}

/// <summary>
/// The names of methods that a runtime compiled, one line each: start and size in hexadecimal, then the name (the format of perf's perf-PID.map, tools/perf/
/// Documentation/jit-interface.txt). .NET writes it when DOTNET_PerfMapEnabled is 3.
/// </summary>
internal static class PerfMapFile
{
    /// <summary>No names when there is no such file: then nothing was compiled, or the runtime does not write one.</summary>
    public static CodeNames Read(string path) => new(File.Exists(path) ? File.ReadLines(path).Select(Parse).OfType<(ulong, ulong, string)>() : []);

    private static (ulong, ulong, string)? Parse(string line)
    {
        var words = line.Split(' ', 3);
        return words.Length == 3
            && ulong.TryParse(words[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var start)
            && ulong.TryParse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size)
            ? (start, size, words[2])
            : null;
    }
}
