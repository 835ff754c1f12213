using System.Text;
using CowNotebooks.Procfs.Text;

namespace CowNotebooks.Procfs;

/// <summary>
/// The memory of one process, summed over its mappings: <c>/proc/PID/smaps_rollup</c> (since Linux 4.14; before that, <see
/// cref="Smaps.Total"/>). All figures are bytes. A figure that this kernel lacks is null, never 0: an old kernel lacks the newer fields,
/// and one that only emulates Linux may lack any of them.
/// </summary>
/// <remarks>
/// Source: fs/proc/task_mmu.c (__show_smap), Documentation/filesystems/proc.rst, Documentation/ABI/testing/procfs-smaps_rollup.
/// With CONFIG_NO_PAGE_MAPCOUNT (since Linux 6.15) shared, private and PSS are approximate for large folios.
/// </remarks>
public readonly record struct SmapsRollup
{
    /// <summary>Resident: every page of the process that is in RAM, shared or not.</summary>
    public long? Rss { get; init; }

    /// <summary>Proportional share: each resident page divided by the number of its mappings (since Linux 2.6.25).</summary>
    public long? Pss { get; init; }

    /// <summary>The part of <see cref="Pss"/> that is dirty (since Linux 6.0).</summary>
    public long? PssDirty { get; init; }

    /// <summary>The part of <see cref="Pss"/> that is anonymous (since Linux 5.3, in the rollup only).</summary>
    public long? PssAnon { get; init; }

    /// <summary>The part of <see cref="Pss"/> that belongs to files (since Linux 5.3, in the rollup only).</summary>
    public long? PssFile { get; init; }

    /// <summary>The part of <see cref="Pss"/> that is shared memory or tmpfs (since Linux 5.3, in the rollup only).</summary>
    public long? PssShmem { get; init; }

    /// <summary>Pages mapped more than once and unchanged (this and the next three since Linux 2.6.14).</summary>
    public long? SharedClean { get; init; }

    /// <summary>Pages mapped more than once and changed: after a fork, anonymous pages are here until one side writes.</summary>
    public long? SharedDirty { get; init; }

    /// <summary>Pages mapped once and unchanged.</summary>
    public long? PrivateClean { get; init; }

    /// <summary>Pages mapped once and changed.</summary>
    public long? PrivateDirty { get; init; }

    /// <summary>Pages marked as accessed (since Linux 2.6.22).</summary>
    public long? Referenced { get; init; }

    /// <summary>Pages that belong to no file, private copies of a file's pages included (since Linux 2.6.34).</summary>
    public long? Anonymous { get; init; }

    /// <summary>Pages merged by KSM, without the zero pages that KSM mapped (since Linux 6.6).</summary>
    public long? Ksm { get; init; }

    /// <summary>Pages released with MADV_FREE and not yet reclaimed (since Linux 4.12).</summary>
    public long? LazyFree { get; init; }

    /// <summary>Anonymous memory in transparent huge pages (since Linux 2.6.38).</summary>
    public long? AnonHugePages { get; init; }

    /// <summary>Shared memory mapped by huge pages (since Linux 4.8).</summary>
    public long? ShmemPmdMapped { get; init; }

    /// <summary>File pages mapped by huge pages (since Linux 5.4).</summary>
    public long? FilePmdMapped { get; init; }

    /// <summary>hugetlbfs pages mapped more than once; not in <see cref="Rss"/> or <see cref="Pss"/> (since Linux 4.4).</summary>
    public long? SharedHugetlb { get; init; }

    /// <summary>hugetlbfs pages mapped once; not in <see cref="Rss"/> or <see cref="Pss"/> (since Linux 4.4).</summary>
    public long? PrivateHugetlb { get; init; }

    /// <summary>Anonymous memory, and shared memory that is mapped, out on swap (since Linux 2.6.26).</summary>
    public long? Swap { get; init; }

    /// <summary>Proportional share of <see cref="Swap"/> (since Linux 4.3).</summary>
    public long? SwapPss { get; init; }

    /// <summary>
    /// Proportional share of the memory locked in RAM (since Linux 2.6.36). The first kernels with a rollup repeat <see cref="Pss"/> here.
    /// </summary>
    public long? Locked { get; init; }

    /// <summary>Fields of a newer kernel.</summary>
    public UnknownFields UnknownFields { get; init; }

    /// <summary>
    /// USS: the memory that would be freed if the process ended. Before Linux 4.4 without hugetlbfs pages, which the file left out. Null without
    /// Private_Clean and Private_Dirty.
    /// </summary>
    public long? Uss => checked(Private + (PrivateHugetlb ?? 0));

    /// <summary>USS without the pages of hugetlbfs: the private part of <see cref="Rss"/> and <see cref="Pss"/>, which do not count those either.</summary>
    public long? Private => checked(PrivateClean + PrivateDirty);

    /// <summary>Reads the text of a smaps_rollup file. Allocates nothing, unless there are unknown fields.</summary>
    /// <exception cref="ProcException">
    /// The text is empty (a kernel thread or an exited process), cut off, or not in the kernel's format.
    /// </exception>
    public static SmapsRollup Parse(ReadOnlySpan<byte> text, ProcSource source)
    {
        var lines = new LineReader(text, source);
        if (!lines.Next()) throw ProcNoMemoryException.Empty(source);
        if (!MapLine.Parse(lines).Path.SequenceEqual("[rollup]"u8)) throw lines.Malformed("is not the head of a rollup");

        var counters = new SmapsCounters();
        List<UnknownField>? unknown = null;
        var fields = counters.TakeInOrder(ref lines);
        for (; lines.Next(); fields += 1 + counters.TakeInOrder(ref lines))
        {
            if (!lines.TryField(out var name, out var value)) throw lines.Malformed("is not a field");
            if (!counters.TryTake(name, value, lines))
                (unknown ??= []).Add(new(Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(value)));
        }

        if (fields == 0) throw new ProcTruncatedException(source, "ends after its first line");
        return counters.ToRollup(new(unknown));
    }

    /// <summary>
    /// The sum, field by field; a figure that one of them lacks is null. Unknown fields are left out, since how they add up is
    /// unknown. Each PSS figure is rounded down to kB, so a sum of many is up to 1 kB per part too small.
    /// </summary>
    /// <exception cref="OverflowException">A sum is 8 EiB or more.</exception>
    public SmapsRollup Plus(SmapsRollup other) => checked(new()
    {
        Rss = Rss + other.Rss,
        Pss = Pss + other.Pss,
        PssDirty = PssDirty + other.PssDirty,
        PssAnon = PssAnon + other.PssAnon,
        PssFile = PssFile + other.PssFile,
        PssShmem = PssShmem + other.PssShmem,
        SharedClean = SharedClean + other.SharedClean,
        SharedDirty = SharedDirty + other.SharedDirty,
        PrivateClean = PrivateClean + other.PrivateClean,
        PrivateDirty = PrivateDirty + other.PrivateDirty,
        Referenced = Referenced + other.Referenced,
        Anonymous = Anonymous + other.Anonymous,
        Ksm = Ksm + other.Ksm,
        LazyFree = LazyFree + other.LazyFree,
        AnonHugePages = AnonHugePages + other.AnonHugePages,
        ShmemPmdMapped = ShmemPmdMapped + other.ShmemPmdMapped,
        FilePmdMapped = FilePmdMapped + other.FilePmdMapped,
        SharedHugetlb = SharedHugetlb + other.SharedHugetlb,
        PrivateHugetlb = PrivateHugetlb + other.PrivateHugetlb,
        Swap = Swap + other.Swap,
        SwapPss = SwapPss + other.SwapPss,
        Locked = Locked + other.Locked,
    });
}
