using System.Globalization;

namespace CowNotebooks.Lab.Faults.Symbols;

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
