using CowNotebooks.Procfs.Text;

namespace CowNotebooks.Procfs;

/// <summary>
/// The memory of the whole machine in bytes: <c>/proc/meminfo</c> (proc_meminfo(5); fs/proc/meminfo.c). Differences between two readings contain the
/// noise of every other process: use them to describe a machine, never to measure one process. Fields that this kernel lacks are null.
/// </summary>
public sealed record Meminfo
{
    private Meminfo()
    {
    }

    /// <summary>Usable RAM.</summary>
    public long? MemTotal { get; init; }

    /// <summary>Unused RAM.</summary>
    public long? MemFree { get; init; }

    /// <summary>Memory available without swapping, the kernel's estimate (since Linux 3.14).</summary>
    public long? MemAvailable { get; init; }

    /// <summary>Block device buffers.</summary>
    public long? Buffers { get; init; }

    /// <summary>The page cache, shared memory included, without <see cref="SwapCached"/>.</summary>
    public long? Cached { get; init; }

    /// <summary>Pages in RAM that are also still on swap.</summary>
    public long? SwapCached { get; init; }

    /// <summary>Swap space.</summary>
    public long? SwapTotal { get; init; }

    /// <summary>Unused swap space.</summary>
    public long? SwapFree { get; init; }

    /// <summary>Anonymous pages mapped into processes (since Linux 2.6.18).</summary>
    public long? AnonPages { get; init; }

    /// <summary>Pages of files mapped into processes.</summary>
    public long? Mapped { get; init; }

    /// <summary>Shared memory and tmpfs (since Linux 2.6.32).</summary>
    public long? Shmem { get; init; }

    /// <summary>Page tables of all processes (since Linux 2.6.18).</summary>
    public long? PageTables { get; init; }

    /// <summary>Anonymous memory in transparent huge pages (since Linux 2.6.38, when built with them).</summary>
    public long? AnonHugePages { get; init; }

    /// <summary>The size of one hugetlbfs page.</summary>
    public long? HugePageSize { get; init; }

    /// <summary>All other fields, those of a newer kernel among them.</summary>
    public required UnknownFields UnknownFields { get; init; }

    /// <summary>Reads the text of the meminfo file.</summary>
    /// <exception cref="ProcException">The text is cut off or not in the kernel's format.</exception>
    public static Meminfo Parse(ReadOnlySpan<byte> text, ProcSource source)
    {
        var fields = new FieldTable(text, source);
        return new()
        {
            MemTotal = fields.Bytes("MemTotal"),
            MemFree = fields.Bytes("MemFree"),
            MemAvailable = fields.Bytes("MemAvailable"),
            Buffers = fields.Bytes("Buffers"),
            Cached = fields.Bytes("Cached"),
            SwapCached = fields.Bytes("SwapCached"),
            SwapTotal = fields.Bytes("SwapTotal"),
            SwapFree = fields.Bytes("SwapFree"),
            AnonPages = fields.Bytes("AnonPages"),
            Mapped = fields.Bytes("Mapped"),
            Shmem = fields.Bytes("Shmem"),
            PageTables = fields.Bytes("PageTables"),
            AnonHugePages = fields.Bytes("AnonHugePages"),
            HugePageSize = fields.Bytes("Hugepagesize"),
            UnknownFields = fields.Rest(),
        };
    }
}
