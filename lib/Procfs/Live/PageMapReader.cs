using System.Buffers;
using System.Runtime.InteropServices;
using CowNotebooks.Procfs.Pages;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs.Live;

/// <summary>
/// Reads a whole page map, entry by entry, since only the entries show exclusive pages. PAGEMAP_SCAN, where the kernel has it, finds the next touched page
/// after untouched address space, and recognises zero pages; elsewhere every entry of every mapping is read.
/// </summary>
internal sealed class PageMapReader(SafeFileHandle pagemap, PagemapScan? scanner, PageMapBuilder builder, Func<Exception?> whyItEnded)
{
    // 512 kB of entries, 256 MB of address space.
    private const int MostPages = 64 * 1024;
    // Reads start at the size of one page table and grow while the last page is touched: reading entries of a gap costs less than another call.
    private const int FewPages = 512, Growth = 8;

    private static readonly ulong PageSize = (ulong)Environment.SystemPageSize;

    private readonly PagemapEntry[] _entries = ArrayPool<PagemapEntry>.Shared.Rent(MostPages);

    /// <param name="pagemap">The open file.</param>
    /// <param name="maps">The mappings of that process.</param>
    /// <param name="frames">Keep the frame numbers of anonymous pages, where the kernel shows them.</param>
    /// <param name="scan">Use PAGEMAP_SCAN where the kernel has it.</param>
    /// <param name="whyItEnded">The exception to throw when the file ends inside a mapping; null when the file does not cover the mapping's end.</param>
    public static PageMap Read(SafeFileHandle pagemap, Maps maps, bool frames, bool scan, Func<Exception?> whyItEnded)
    {
        using var builder = new PageMapBuilder(frames);
        var scanner = scan ? PagemapScan.TryOpen(pagemap) : null;
        var reader = new PageMapReader(pagemap, scanner, builder, whyItEnded);
        try
        {
            foreach (var map in maps.Where(map => map.Path is not ("[vvar]" or "[vvar_vclock]" or "[vsyscall]")))
            {
                builder.NextMapping();
                reader.Read(map.Start / PageSize, map.End / PageSize);
            }

            return builder.Build(maps, knowsZeroPages: scanner is not null);
        }
        finally
        {
            ArrayPool<PagemapEntry>.Shared.Return(reader._entries);
        }
    }

    private void Read(ulong page, ulong end)
    {
        var pages = scanner is null ? MostPages : FewPages;
        while (page < end)
        {
            var entries = Entries(page, (int)Math.Min(end - page, (ulong)pages));
            if (entries.IsEmpty) return;
            MarkZeroPages(entries, page);
            builder.Add(page, entries);
            page += (ulong)entries.Length;
            if (scanner is null || page == end) continue;
            var isTouched = entries[^1].Present || entries[^1].Swapped;
            pages = isTouched ? Math.Min(pages * Growth, MostPages) : FewPages;
            if (!isTouched) page = scanner.NextTouched(page * PageSize, end * PageSize) / PageSize;
        }
    }

    /// <summary>Fewer than count at the end of the file.</summary>
    private Span<PagemapEntry> Entries(ulong page, int count)
    {
        var entries = _entries.AsSpan(0, count);
        var bytes = MemoryMarshal.AsBytes(entries);
        var length = ProcFile.Fill(pagemap, bytes, (long)page * sizeof(ulong));
        if (length < bytes.Length && whyItEnded() is { } reason) throw reason;
        return entries[..(length / sizeof(ulong))];
    }

    private void MarkZeroPages(Span<PagemapEntry> entries, ulong page)
    {
        if (scanner is null || !MayHoldZeroPages(entries)) return;
        for (var (from, to) = (page * PageSize, (page + (ulong)entries.Length) * PageSize); from < to;)
        {
            foreach (var region in scanner.ZeroPages(from, to, out from))
            {
                for (var zero = region.Start / PageSize; zero < region.End / PageSize; zero++)
                {
                    ref var entry = ref entries[(int)(zero - page)];
                    entry = new(entry.Raw | PageMapBuilder.ZeroPage);
                }
            }
        }
    }

    // The zero page is present, and neither of a file nor exclusive.
    private static bool MayHoldZeroPages(ReadOnlySpan<PagemapEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry is { Present: true, FileOrShared: false, Exclusive: false }) return true;
        }

        return false;
    }
}
