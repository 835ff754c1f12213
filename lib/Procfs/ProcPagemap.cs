using System.Numerics;
using System.Runtime.InteropServices;
using CowNotebooks.Procfs.Live;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs;

/// <summary>
/// The page table of one process, <c>/proc/PID/pagemap</c>, open for reading. It stays that of the program the process had when it was opened: after exec(2) it
/// has no entries any more. Reading takes no fault of the process and changes no page.
/// </summary>
public sealed class ProcPagemap : IDisposable
{
    private static readonly ulong PageSize = (ulong)Environment.SystemPageSize;

    private readonly ProcProcess _process;
    private readonly ProcSource _source;
    private readonly SafeFileHandle _file;
    private readonly PagemapScan? _scan;

    internal ProcPagemap(ProcProcess process, ProcSource source, bool scan)
    {
        (_process, _source, _file) = (process, source, ProcFile.Open(source.Path));
        _scan = scan ? PagemapScan.TryOpen(_file) : null;
    }

    /// <summary>True when the kernel recognises zero pages (PAGEMAP_SCAN, since Linux 6.7); otherwise they look like shared anonymous pages.</summary>
    public bool KnowsZeroPages => _scan is not null;

    /// <summary>Fills the entries from that page on, with <see cref="PagemapEntry.ZeroPage"/> where the kernel recognises it.</summary>
    /// <param name="firstPage">The first page number: an address divided by the page size.</param>
    /// <param name="entries">One for each page.</param>
    /// <param name="isAnonymous">Whether they lie in a private mapping of no file: the huge zero page, which looks like a page of a file, is looked for only there.</param>
    /// <returns>How many entries were filled: all, unless the address space ends before, or the process has another program now.</returns>
    /// <exception cref="ProcException">The process is gone.</exception>
    public int Read(ulong firstPage, Span<PagemapEntry> entries, bool isAnonymous = false)
    {
        try
        {
            var bytes = MemoryMarshal.AsBytes(entries);
            var length = ProcFile.Fill(_file, bytes, (long)firstPage * sizeof(ulong));
            // The kernel reports end of file both after the last address and after the process has exited.
            if (length < bytes.Length && _process.Stat() is { State: 'Z' or 'X' }) throw ProcFailure.Exited(_source);
            var count = length / sizeof(ulong);
            MarkZeroPages(entries[..count], firstPage, isAnonymous);
            return count;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProcFailure.Explain(e, _source, _process);
        }
    }

    /// <summary>The first page at or after a page that is in RAM or on swap; the end when there is none before it. Without PAGEMAP_SCAN the page itself.</summary>
    /// <param name="page">Where to begin.</param>
    /// <param name="endPage">Where to end.</param>
    /// <exception cref="ProcException">The process is gone.</exception>
    public ulong NextTouched(ulong page, ulong endPage)
    {
        try
        {
            return _scan is null ? page : _scan.NextTouched(page * PageSize, endPage * PageSize) / PageSize;
        }
        catch (IOException e)
        {
            throw ProcFailure.Explain(e, _source, _process);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void MarkZeroPages(Span<PagemapEntry> entries, ulong page, bool isAnonymous)
    {
        if (_scan is null || !MayHoldZeroPages(entries, isAnonymous)) return;
        for (var (from, to) = (page * PageSize, (page + (ulong)entries.Length) * PageSize); from < to;)
        {
            foreach (var region in _scan.ZeroPages(from, to, out from))
            {
                for (var zero = region.Start / PageSize; zero < region.End / PageSize; zero++)
                {
                    ref var entry = ref entries[(int)(zero - page)];
                    entry = new(entry.Raw | PagemapEntry.ZeroPageBit);
                }
            }
        }
    }

    // The zero page is present, and neither of a file nor exclusive. The huge one (512 times as large, where memory of transparent huge pages was only read)
    // has the bit of a file: the kernel sets it for every huge page that is not anonymous.
    private static bool MayHoldZeroPages(ReadOnlySpan<PagemapEntry> entries, bool isAnonymous)
    {
        const ulong present = PagemapEntry.PresentBit;
        var looked = present | PagemapEntry.ExclusiveBit | (isAnonymous ? 0 : PagemapEntry.FileBit);
        var raw = MemoryMarshal.Cast<PagemapEntry, ulong>(entries);
        var vectors = MemoryMarshal.Cast<ulong, Vector<ulong>>(raw);
        foreach (var vector in vectors)
        {
            if (Vector.EqualsAny(vector & new Vector<ulong>(looked), new Vector<ulong>(present))) return true;
        }

        foreach (var entry in raw[(vectors.Length * Vector<ulong>.Count)..])
        {
            if ((entry & looked) == present) return true;
        }

        return false;
    }
}
