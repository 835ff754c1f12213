using System.Globalization;
using CowNotebooks.Sizing;

namespace CowNotebooks.Parents.DotNet;

/// <summary>
/// Where the collector keeps objects. It reserves one range of addresses when the runtime starts, and commits regions of it, each aligned to 4 MB
/// (dotnet/runtime, src/coreclr/gc/gc.cpp, virtual_reserve and global_region_allocator); card tables and mark bits lie apart, before the range:
/// <code>
///   rw-p  mark bits, card table   ---p | rw-p region | rw-p region ---p | rw-p region  ---p …   ---p |
///                                      ^ From, aligned to 4 MB                                       ^ To
/// </code>
/// </summary>
internal static class ObjectMemory
{
    private const ulong RegionAlignment = 4 << 20;

    /// <summary>The range; null when the mappings are not as expected.</summary>
    public static (ulong From, ulong To)? Find()
    {
        var address = (ulong)ObjectAddress.Of(new object());
        // Neighbours without a gap, of memory that belongs to no file.
        var maps = File.ReadLines("/proc/self/maps").Select(Parse).ToList();
        var index = maps.FindIndex(map => map.Start <= address && address < map.End);
        if (index < 0) return null;
        var (first, last) = (index, index);
        while (last + 1 < maps.Count && maps[last + 1].IsAnonymous && maps[last + 1].Start == maps[last].End) last++;
        for (var i = index; i >= 0 && maps[i].IsAnonymous && (i == index || maps[i].End == maps[i + 1].Start); i--)
        {
            if (!maps[i].IsCommitted) continue;
            // What is committed and not aligned is a table.
            if (maps[i].Start % RegionAlignment != 0 && !(i > 0 && maps[i - 1].IsCommitted && maps[i - 1].End == maps[i].Start)) break;
            first = i;
        }

        return maps[first].Start % RegionAlignment == 0 ? (maps[first].Start, maps[last].End) : null;
    }

    private static Mapping Parse(string line)
    {
        // "7f3a71000000-7f3a71c00000 rw-p 00000000 00:00 0        [heap]"
        var words = line.Split(' ', 6);
        var dash = words[0].IndexOf('-');
        return new(Hexadecimal(words[0].AsSpan(0, dash)), Hexadecimal(words[0].AsSpan(dash + 1)), words[1].StartsWith("rw", StringComparison.Ordinal), words.Length < 6 || words[5].Trim().Length == 0);
    }

    private static ulong Hexadecimal(ReadOnlySpan<char> digits) => ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private sealed record Mapping(ulong Start, ulong End, bool IsCommitted, bool IsAnonymous);
}
