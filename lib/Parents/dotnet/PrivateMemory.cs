using System.Globalization;
using CowNotebooks.Forking;

namespace CowNotebooks.Parents.DotNet;

/// <summary>
/// Memory beside the heap, private and anonymous: a parent maps it and fills it, and its children share it. It stays mapped as long as the process lives.
/// </summary>
public sealed unsafe class PrivateMemory
{
    private const int X64HugePage = 2 << 20;

    private readonly byte* _start;

    private PrivateMemory(byte* start, long bytes)
    {
        _start = start;
        Bytes = bytes;
    }

    /// <summary>How many bytes a transparent huge page has: 2 MB on x86-64; where the kernel has none, that as well, so that cells compare the same memory.</summary>
    public static int HugePage { get; } =
        File.Exists("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size")
            ? int.Parse(File.ReadAllText("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size"), CultureInfo.InvariantCulture)
            : X64HugePage;

    /// <summary>How many bytes there are: a multiple of <see cref="HugePage"/>.</summary>
    public long Bytes { get; }

    /// <summary>Untouched memory that the kernel is to fill with small pages (madvise(2), MADV_NOHUGEPAGE).</summary>
    /// <param name="bytes">How many bytes; rounded up to whole huge pages.</param>
    public static PrivateMemory InSmallPages(long bytes) => new(LibC.MapUntouched((nuint)RoundUp(bytes)), RoundUp(bytes));

    /// <summary>
    /// Untouched memory that the kernel may fill with huge pages (MADV_HUGEPAGE): it does where /sys/kernel/mm/transparent_hugepage/enabled is "always" or "madvise",
    /// and a huge page is free.
    /// </summary>
    /// <param name="bytes">How many bytes; rounded up to whole huge pages.</param>
    public static PrivateMemory InHugePages(long bytes) => new(LibC.MapUntouched((nuint)RoundUp(bytes), (nuint)HugePage), RoundUp(bytes));

    /// <summary>Adds one to a byte of each page, or of some pages.</summary>
    /// <param name="every">Of the pages at which a multiple of so many bytes begins; by default of every page.</param>
    /// <param name="first">Of the first so many bytes; by default of all.</param>
    public void Write(long? every = null, long? first = null)
    {
        for (long at = 0; at < Math.Min(first ?? Bytes, Bytes); at += every ?? Environment.SystemPageSize) _start[at]++;
    }

    /// <summary>Reads a byte of each page.</summary>
    public void Read()
    {
        // Volatile, so that the compiler does not remove the unused read.
        for (long at = 0; at < Bytes; at += Environment.SystemPageSize) _ = Volatile.Read(ref _start[at]);
    }

    /// <summary>Asks the kernel to swap it out (MADV_PAGEOUT, since Linux 5.4). Without a swap area nothing happens; pages that a child shares stay.</summary>
    public void PageOut() => LibC.PageOut(_start, (nuint)Bytes);

    private static long RoundUp(long bytes) => (bytes + HugePage - 1) / HugePage * HugePage;
}
