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
    /// Sets <see cref="PagemapEntry.Exclusive"/> where a page is mapped once and its entry does not say so. For a huge page that is mapped as a whole bit 56 tells
    /// of all its small pages at once (seen on Linux 6.18), so it stays clear after the other side has copied some of them, while USS counts those.
    /// </summary>
    /// <param name="entries">Entries with frame numbers.</param>
    /// <exception cref="ProcUnreadableException">The file cannot be read.</exception>
    public void MarkExclusive(Span<PagemapEntry> entries)
    {
        for (var i = 0; i < entries.Length;)
        {
            if (Unsure(entries[i]) is not { } frame)
            {
                i++;
                continue;
            }

            var count = 1;
            while (count < MostFrames && i + count < entries.Length && Unsure(entries[i + count]) == frame + (ulong)count) count++;
            var known = Read(frame, count);
            for (var k = 0; k < known.Length; k++)
            {
                if (known[k] == 1) entries[i + k] = new(entries[i + k].Raw | PagemapEntry.ExclusiveBit);
            }

            i += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static ulong? Unsure(PagemapEntry entry) => entry is { Present: true, Exclusive: false, ZeroPage: false } ? entry.PageFrameNumber : null;

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
