using System.Runtime.InteropServices;
using CowNotebooks.Procfs.Live;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs;

/// <summary>How often each page frame of the machine is mapped: <c>/proc/kpagecount</c> (Documentation/admin-guide/mm/pagemap.rst, since Linux 2.6.25), open for reading. For root only.</summary>
public sealed class ProcPageCounts : IDisposable
{
    // The small pages of one huge page of x86-64; their frames are consecutive.
    private const int MostFrames = 512;

    private readonly ProcSource _source;
    private readonly SafeFileHandle _file;
    private readonly ulong[] _counts = new ulong[MostFrames];

    internal ProcPageCounts(ProcSource source) => (_source, _file) = (source, ProcFile.Open(source.Path));

    /// <summary>
    /// Sets <see cref="PagemapEntry.Exclusive"/> where a page is mapped once, and clears it where it is mapped more often. For a huge page that is mapped as a whole
    /// bit 56 is the same for all its small pages, that of the first one (seen on Linux 6.18), while USS counts those that the other side has copied, and no others.
    /// </summary>
    /// <param name="entries">Entries with frame numbers, none of hugetlbfs: processes may share the page table of those, which is one mapping then.</param>
    /// <exception cref="ProcUnreadableException">The file cannot be read.</exception>
    public void Correct(Span<PagemapEntry> entries)
    {
        for (var i = 0; i < entries.Length;)
        {
            if (FrameOf(entries[i]) is not { } frame)
            {
                i++;
                continue;
            }

            var count = 1;
            while (count < MostFrames && i + count < entries.Length && FrameOf(entries[i + count]) == frame + (ulong)count) count++;
            var known = Read(frame, count);
            for (var k = 0; k < known.Length; k++)
            {
                // 0 is of a page that was unmapped since the entry was read.
                if (known[k] == 1) entries[i + k] = new(entries[i + k].Raw | PagemapEntry.ExclusiveBit);
                else if (known[k] > 1) entries[i + k] = new(entries[i + k].Raw & ~PagemapEntry.ExclusiveBit);
            }

            i += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static ulong? FrameOf(PagemapEntry entry) => entry is { Present: true, ZeroPage: false } ? entry.PageFrameNumber : null;

    private ReadOnlySpan<ulong> Read(ulong frame, int count)
    {
        try
        {
            var bytes = MemoryMarshal.AsBytes(_counts.AsSpan(0, count));
            return _counts.AsSpan(0, ProcFile.Fill(_file, bytes, (long)frame * sizeof(ulong)) / sizeof(ulong));
        }
        catch (IOException e)
        {
            throw new ProcUnreadableException(_source, e);
        }
    }
}
