using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs.Live;

/// <summary>
/// Reads a whole page map. Where the kernel has PAGEMAP_SCAN, that finds the touched parts of each mapping and their pages of zeros; what is touched is
/// then read entry by entry, since only the entries tell exclusive pages. Elsewhere every entry of every mapping is read.
/// </summary>
internal sealed class PageMapReader(SafeFileHandle pagemap, PageMapBuilder builder, Func<Exception?> whyItEnded)
{
    // 512 kB of entries, 256 MB of address space.
    private const int ChunkPages = 64 * 1024;
    // Touched parts that lie no farther apart are read in one go: an entry of the gap costs less than another call.
    private const ulong SmallGap = 512;

    private static readonly ulong PageSize = (ulong)Environment.SystemPageSize;

    private readonly PagemapEntry[] _entries = ArrayPool<PagemapEntry>.Shared.Rent(ChunkPages);

    /// <param name="pagemap">The open file.</param>
    /// <param name="maps">The mappings of that process.</param>
    /// <param name="frames">Keep the frame numbers of anonymous pages, where the kernel shows them.</param>
    /// <param name="scan">Use PAGEMAP_SCAN where the kernel has it.</param>
    /// <param name="whyItEnded">What to throw when the file ends inside a mapping; null when the mapping's end is not in it.</param>
    public static PageMap Read(SafeFileHandle pagemap, Maps maps, bool frames, bool scan, Func<Exception?> whyItEnded)
    {
        var builder = new PageMapBuilder(frames);
        var reader = new PageMapReader(pagemap, builder, whyItEnded);
        var scanner = scan ? PagemapScan.TryOpen(pagemap) : null;
        try
        {
            foreach (var map in maps.Where(map => map.Path is not ("[vvar]" or "[vvar_vclock]" or "[vsyscall]")))
            {
                builder.NextMapping();
                if (scanner is null) reader.ReadAll(map.Start / PageSize, map.End / PageSize, []);
                else reader.ReadTouched(map, scanner);
            }

            return builder.Build(maps, knowsZeroPages: scanner is not null);
        }
        finally
        {
            ArrayPool<PagemapEntry>.Shared.Return(reader._entries);
        }
    }

    private void ReadTouched(MemoryMap map, PagemapScan scanner)
    {
        for (var from = map.Start; from < map.End;)
        {
            var regions = scanner.Scan(from, map.End, out from);
            while (!regions.IsEmpty)
            {
                var near = 1;
                while (near < regions.Length && regions[near].Start - regions[near - 1].End <= SmallGap * PageSize) near++;
                ReadAll(regions[0].Start / PageSize, regions[near - 1].End / PageSize, regions[..near]);
                regions = regions[near..];
            }
        }
    }

    private void ReadAll(ulong page, ulong end, ReadOnlySpan<PagemapScan.Region> regions)
    {
        while (page < end)
        {
            var chunk = _entries.AsSpan(0, (int)Math.Min(end - page, ChunkPages));
            var bytes = MemoryMarshal.AsBytes(chunk);
            var length = ProcFile.Fill(pagemap, bytes, (long)page * sizeof(ulong));
            if (length < bytes.Length && whyItEnded() is { } reason) throw reason;
            chunk = chunk[..(length / sizeof(ulong))];
            if (chunk.IsEmpty) return;
            MarkZeroPages(chunk, page, regions);
            builder.Add(page, chunk);
            page += (ulong)chunk.Length;
        }
    }

    private static void MarkZeroPages(Span<PagemapEntry> entries, ulong page, ReadOnlySpan<PagemapScan.Region> regions)
    {
        var end = page + (ulong)entries.Length;
        foreach (var region in regions)
        {
            if (!region.IsZeroPage) continue;
            for (var zero = Math.Max(region.Start / PageSize, page); zero < Math.Min(region.End / PageSize, end); zero++)
            {
                ref var entry = ref entries[(int)(zero - page)];
                entry = new(entry.Raw | PageMapBuilder.ZeroPage);
            }
        }
    }
}
