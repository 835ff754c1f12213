using System.Globalization;
using System.Text;

namespace CowNotebooks.Procfs.Perf;

/// <summary>A line of a perf map: code that was compiled while a process ran.</summary>
/// <param name="Start">Its first address.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Name">Its name.</param>
public readonly record struct PerfMapEntry(ulong Start, ulong Size, string Name);

/// <summary>
/// The names of code that a runtime compiled, <c>/tmp/perf-PID.map</c>, one line each: start and size in hexadecimal, then the name
/// (tools/perf/Documentation/jit-interface.txt). .NET writes it when DOTNET_PerfMapEnabled is 1 or 3, CPython with -X perf (since 3.12), node with
/// --perf-basic-prof.
/// </summary>
public static class PerfMap
{
    /// <summary>The entries in the order of lines. What is not such a line, as one that is being written, is left out.</summary>
    public static IEnumerable<PerfMapEntry> Parse(ReadOnlySpan<byte> text)
    {
        var entries = new List<PerfMapEntry>();
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            if (Line(end < 0 ? text : text[..end]) is { } entry) entries.Add(entry);
            text = end < 0 ? [] : text[(end + 1)..];
        }

        return entries;
    }

    private static PerfMapEntry? Line(ReadOnlySpan<byte> line)
    {
        var first = line.IndexOf((byte)' ');
        if (first < 0) return null;
        var second = line[(first + 1)..].IndexOf((byte)' ') + first + 1;
        return second > first && Number(line[..first]) is { } start && Number(line[(first + 1)..second]) is { } size
            ? new(start, size, Encoding.UTF8.GetString(line[(second + 1)..].TrimEnd((byte)'\r')))
            : null;
    }

    // node writes the start with 0x before it.
    private static ulong? Number(ReadOnlySpan<byte> text) =>
        ulong.TryParse(text.StartsWith("0x"u8) ? text[2..] : text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
