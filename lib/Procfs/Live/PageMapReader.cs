using System.Buffers;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Procfs.Live;

/// <summary>
/// Reads a whole page map, entry by entry, since only the entries show exclusive pages. PAGEMAP_SCAN, where the kernel has it, finds the next touched page
/// after untouched address space, and recognises zero pages; elsewhere every entry of every mapping is read.
/// </summary>
internal sealed class PageMapReader(ProcPagemap pagemap, PageMapBuilder builder, ProcPageCounts? counts)
{
    // 64 kB of entries, 32 MB of address space, which stay in the processor's cache until they are looked at.
    private const int MostPages = 8 * 1024;
    // Reads start at the size of one page table and grow while the last page is touched: reading entries of a gap costs less than another call.
    private const int FewPages = 512, Growth = 8;

    private static readonly ulong PageSize = (ulong)Environment.SystemPageSize;

    private readonly PagemapEntry[] _entries = ArrayPool<PagemapEntry>.Shared.Rent(MostPages);

    /// <param name="pagemap">The page table.</param>
    /// <param name="maps">The mappings of that process.</param>
    /// <param name="frames">Keep the frame numbers of anonymous pages, where the kernel shows them.</param>
    /// <param name="counts">How often each frame is mapped, which tells exclusive pages better than the entries do; null to believe those.</param>
    public static PageMap Read(ProcPagemap pagemap, Maps maps, bool frames, ProcPageCounts? counts)
    {
        using var builder = new PageMapBuilder(frames);
        var reader = new PageMapReader(pagemap, builder, counts);
        try
        {
            foreach (var map in maps.Where(map => !map.IsKernelsOwn))
            {
                builder.NextMapping();
                reader.Read(map.Start / PageSize, map.End / PageSize, map.IsPrivateWithoutFile);
            }

            return builder.Build(maps, pagemap.KnowsZeroPages);
        }
        finally
        {
            ArrayPool<PagemapEntry>.Shared.Return(reader._entries);
        }
    }

    private void Read(ulong page, ulong end, bool isAnonymous)
    {
        var pages = pagemap.KnowsZeroPages ? FewPages : MostPages;
        while (page < end)
        {
            var room = _entries.AsSpan(0, (int)Math.Min(end - page, (ulong)pages));
            var entries = room[..pagemap.Read(page, room, isAnonymous)];
            if (entries.IsEmpty) return;
            counts?.Correct(entries);
            builder.Add(page, entries);
            page += (ulong)entries.Length;
            if (!pagemap.KnowsZeroPages || page == end) continue;
            var isTouched = entries[^1].Present || entries[^1].Swapped;
            pages = isTouched ? Math.Min(pages * Growth, MostPages) : FewPages;
            if (!isTouched) page = pagemap.NextTouched(page, end);
        }
    }
}
