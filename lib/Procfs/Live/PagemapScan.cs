using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs.Live;

/// <summary>
/// The ioctl PAGEMAP_SCAN of <c>/proc/PID/pagemap</c> (PAGEMAP_SCAN(2const), since Linux 6.7): it skips address space that nobody touched, and tells
/// the page of zeros. It does not tell exclusive pages.
/// </summary>
internal sealed unsafe partial class PagemapScan
{
    // <linux/fs.h>: _IOWR('f', 16, struct pm_scan_arg) and the categories; a test asks the C compiler.
    internal const uint PAGEMAP_SCAN = 0xC060_6610;
    internal const ulong PAGE_IS_PRESENT = 1 << 3, PAGE_IS_SWAPPED = 1 << 4, PAGE_IS_PFNZERO = 1 << 5;

    private readonly SafeFileHandle _pagemap;
    private readonly Region[] _regions = new Region[4096];

    private PagemapScan(SafeFileHandle pagemap) => _pagemap = pagemap;

    /// <summary>struct page_region: neighbouring pages of the same categories, by addresses.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Region
    {
        public readonly ulong Start, End, Categories;
    }

    /// <summary>struct pm_scan_arg.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Argument
    {
        public ulong Size, Flags, Start, End, WalkEnd, Vec, VecLength, MaxPages, CategoryInverted, CategoryMask, CategoryAnyOfMask, ReturnMask;
    }

    /// <summary>Null when this kernel does not have it.</summary>
    public static PagemapScan? TryOpen(SafeFileHandle pagemap)
    {
        var scan = new PagemapScan(pagemap);
        var nothing = default(Argument);
        return scan.Call(ref nothing) >= 0 ? scan : null;
    }

    /// <summary>The address of the first page from one address on that is in RAM or on swap; <paramref name="to"/> when there is none before it.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public ulong NextTouched(ulong from, ulong to)
    {
        const ulong touched = PAGE_IS_PRESENT | PAGE_IS_SWAPPED;
        var argument = new Argument { Start = from, End = to, MaxPages = 1, CategoryAnyOfMask = touched, ReturnMask = touched };
        return Scan(ref argument).IsEmpty ? to : _regions[0].Start;
    }

    /// <summary>The first stretches of address space where the page of zeros stands in; <paramref name="next"/> is where the next scan goes on.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public ReadOnlySpan<Region> ZeroPages(ulong from, ulong to, out ulong next)
    {
        var argument = new Argument { Start = from, End = to, CategoryMask = PAGE_IS_PFNZERO, ReturnMask = PAGE_IS_PFNZERO };
        var regions = Scan(ref argument);
        next = argument.WalkEnd;
        return regions;
    }

    private ReadOnlySpan<Region> Scan(scoped ref Argument argument)
    {
        var count = Call(ref argument);
        if (count < 0) throw new IOException($"PAGEMAP_SCAN failed with error {-count}.", -count);
        return _regions.AsSpan(0, count);
    }

    /// <summary>How many regions were found, or the negative error number.</summary>
    private int Call(scoped ref Argument argument)
    {
        fixed (Region* regions = _regions)
        fixed (Argument* pointer = &argument)
        {
            (argument.Size, argument.Vec, argument.VecLength) = ((ulong)sizeof(Argument), (ulong)regions, (ulong)_regions.Length);
            var count = ioctl(_pagemap, PAGEMAP_SCAN, pointer);
            return count < 0 ? -Marshal.GetLastPInvokeError() : count;
        }
    }

    [LibraryImport("libc", SetLastError = true)] private static partial int ioctl(SafeFileHandle file, nuint request, void* argument);
}
