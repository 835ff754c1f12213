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

        public bool IsZeroPage => (Categories & PAGE_IS_PFNZERO) != 0;
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
        return scan.Call(0, 0, out _) >= 0 ? scan : null;
    }

    /// <summary>The touched parts from one address on; <paramref name="next"/> is where the next scan goes on.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public ReadOnlySpan<Region> Scan(ulong from, ulong to, out ulong next)
    {
        var count = Call(from, to, out next);
        if (count < 0) throw new IOException($"PAGEMAP_SCAN failed with error {-count}.", -count);
        return _regions.AsSpan(0, count);
    }

    private int Call(ulong from, ulong to, out ulong next)
    {
        fixed (Region* regions = _regions)
        {
            var argument = new Argument
            {
                Size = (ulong)sizeof(Argument),
                Start = from,
                End = to,
                Vec = (ulong)regions,
                VecLength = (ulong)_regions.Length,
                CategoryAnyOfMask = PAGE_IS_PRESENT | PAGE_IS_SWAPPED,
                ReturnMask = PAGE_IS_PRESENT | PAGE_IS_SWAPPED | PAGE_IS_PFNZERO,
            };
            var count = ioctl(_pagemap, PAGEMAP_SCAN, &argument);
            next = argument.WalkEnd;
            return count < 0 ? -Marshal.GetLastPInvokeError() : count;
        }
    }

    [LibraryImport("libc", SetLastError = true)] private static partial int ioctl(SafeFileHandle file, nuint request, void* argument);
}
