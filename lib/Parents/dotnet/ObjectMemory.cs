using System.Globalization;
using CowNotebooks.Sizing;

namespace CowNotebooks.Parents.DotNet;

/// <summary>
/// Where the collector keeps objects. It reserves one range of addresses when the runtime starts, and commits regions of it, each aligned to 4 MB
/// (dotnet/runtime, src/coreclr/gc/gc.cpp, virtual_reserve and global_region_allocator); card tables and mark bits lie outside, before the range:
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
        // One pass with plain loops: it runs at every start, and everything it calls must be compiled first.
        var address = (ulong)ObjectAddress.Of(new object());
        ulong from = 0, end = 0;
        var lastIsCommitted = false;
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            // "7f3a71000000-7f3a71c00000 rw-p 00000000 00:00 0        [heap]"
            var text = line.AsSpan();
            var (dash, blank) = (text.IndexOf('-'), text.IndexOf(' '));
            var start = Hexadecimal(text[..dash]);
            var isCommitted = text[(blank + 1)..].StartsWith("rw");
            var isAnonymous = text.IndexOf('/') < 0 && text.IndexOf('[') < 0;
            var isNeighbour = isAnonymous && start == end;
            if (!isNeighbour && end > address) break;
            // The range begins at a region. Committed memory that is neither aligned nor after a region is a table.
            if (!isNeighbour) from = 0;
            if (isAnonymous && isCommitted && address >= start && (from == 0 || !isNeighbour || start % RegionAlignment != 0) && !(isNeighbour && lastIsCommitted && from != 0))
                from = start % RegionAlignment == 0 ? start : 0;
            (end, lastIsCommitted) = (Hexadecimal(text[(dash + 1)..blank]), isCommitted);
        }

        return from != 0 && from <= address && address < end ? (from, end) : null;
    }

    private static ulong Hexadecimal(ReadOnlySpan<char> digits) => ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
