namespace CowNotebooks.Procfs;

/// <summary>
/// One mapping and its memory: an entry of <c>/proc/PID/smaps</c> (proc_pid_smaps(5); fs/proc/task_mmu.c, show_smap). Sizes are bytes.
/// Fields that this kernel lacks are null.
/// </summary>
public sealed record Smap
{
    internal Smap()
    {
    }

    /// <summary>The mapping: its addresses and its file.</summary>
    public required MemoryMap Map { get; init; }

    /// <summary>The size of the mapping, resident or not.</summary>
    public long? Size { get; init; }

    /// <summary>The page size the kernel uses here: 4096, or that of hugetlbfs (since Linux 2.6.29).</summary>
    public long? KernelPageSize { get; init; }

    /// <summary>The page size the MMU uses here (since Linux 2.6.29).</summary>
    public long? MMUPageSize { get; init; }

    /// <summary>
    /// The same counters as those of the whole process; Pss_Anon, Pss_File and Pss_Shmem do not exist for a single mapping.
    /// </summary>
    public required SmapsRollup Counters { get; init; }

    /// <summary>May the mapping have transparent huge pages (since Linux 5.0)?</summary>
    public bool? THPeligible { get; init; }

    /// <summary>The memory protection key, pkeys(7) (since Linux 4.6, on processors that have them).</summary>
    public int? ProtectionKey { get; init; }

    /// <summary>
    /// Two-letter flags separated by spaces, e.g. <c>rd wr mr mw me ac</c>; <c>dc</c> means not inherited by a fork (since Linux 3.8).
    /// </summary>
    public string? VmFlags { get; init; }
}
