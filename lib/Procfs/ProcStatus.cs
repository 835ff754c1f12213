using System.Text;
using CowNotebooks.Procfs.Text;

namespace CowNotebooks.Procfs;

/// <summary>
/// <c>/proc/PID/status</c> (proc_pid_status(5); fs/proc/array.c and task_mmu.c, task_mem). Sizes are bytes; the Vm* and Rss* figures are
/// null for a kernel thread and a zombie, which have no memory, and any field that this kernel lacks is null. RSS figures are inexact:
/// <see cref="SmapsRollup"/> has the exact ones.
/// </summary>
public sealed record ProcStatus
{
    private ProcStatus()
    {
    }

    /// <summary>The name of the program; bytes that are not UTF-8 become U+FFFD.</summary>
    public string? Name { get; init; }

    /// <summary>The letter of <see cref="ProcStat.State"/>.</summary>
    public char? State { get; init; }

    /// <summary>The process that this thread belongs to: its own PID, unless it is another thread than the first.</summary>
    public int? ThreadGroup { get; init; }

    /// <summary>The process.</summary>
    public int? Pid { get; init; }

    /// <summary>Its parent; 0 for a process that the kernel started.</summary>
    public int? ParentPid { get; init; }

    /// <summary>The process that traces it, 0 for none.</summary>
    public int? TracerPid { get; init; }

    /// <summary>The user ids.</summary>
    public ProcIds? Uid { get; init; }

    /// <summary>The group ids.</summary>
    public ProcIds? Gid { get; init; }

    /// <summary>The largest size of the address space so far.</summary>
    public long? VmPeak { get; init; }

    /// <summary>The size of the address space.</summary>
    public long? VmSize { get; init; }

    /// <summary>Locked in RAM, mlock(2).</summary>
    public long? VmLck { get; init; }

    /// <summary>Pinned by a driver, and therefore copied at a fork (since Linux 3.2).</summary>
    public long? VmPin { get; init; }

    /// <summary>The largest <see cref="VmRSS"/> so far.</summary>
    public long? VmHWM { get; init; }

    /// <summary>Resident.</summary>
    public long? VmRSS { get; init; }

    /// <summary>Resident and anonymous (since Linux 4.5).</summary>
    public long? RssAnon { get; init; }

    /// <summary>Resident pages of files (since Linux 4.5).</summary>
    public long? RssFile { get; init; }

    /// <summary>Resident shared memory and tmpfs (since Linux 4.5).</summary>
    public long? RssShmem { get; init; }

    /// <summary>Page tables: copied by fork() itself, and not part of USS (since Linux 2.6.10).</summary>
    public long? VmPTE { get; init; }

    /// <summary>Anonymous memory out on swap (since Linux 2.6.34).</summary>
    public long? VmSwap { get; init; }

    /// <summary>hugetlbfs memory (since Linux 4.4).</summary>
    public long? HugetlbPages { get; init; }

    /// <summary>May the process have transparent huge pages (since Linux 5.0)?</summary>
    public bool? THPEnabled { get; init; }

    /// <summary>The number of its threads.</summary>
    public int? Threads { get; init; }

    /// <summary>Signals that wait for the thread: bit 0 is signal 1.</summary>
    public ulong? SigPnd { get; init; }

    /// <summary>Signals that are blocked.</summary>
    public ulong? SigBlk { get; init; }

    /// <summary>Signals that are ignored.</summary>
    public ulong? SigIgn { get; init; }

    /// <summary>Signals that are caught by a handler.</summary>
    public ulong? SigCgt { get; init; }

    /// <summary>The capabilities in effect, capabilities(7): bit 21 is CAP_SYS_ADMIN, bit 19 CAP_SYS_PTRACE.</summary>
    public ulong? CapEff { get; init; }

    /// <summary>All other fields, those of a newer kernel among them.</summary>
    public required UnknownFields UnknownFields { get; init; }

    /// <summary>Reads the text of a status file.</summary>
    /// <exception cref="ProcException">The text is cut off or not in the kernel's format.</exception>
    public static ProcStatus Parse(ReadOnlySpan<byte> text, ProcSource source)
    {
        var fields = new FieldTable(text, source);
        return new()
        {
            Name = fields.Text("Name") is { } name ? Unescape(name) : null,
            State = fields.Take<char>("State", text => text.Length > 0 && char.IsAsciiLetter(text[0]) ? text[0] : null),
            ThreadGroup = fields.Int("Tgid"),
            Pid = fields.Int("Pid"),
            ParentPid = fields.Int("PPid"),
            TracerPid = fields.Int("TracerPid"),
            Uid = fields.Take("Uid", ProcIds.TryParse),
            Gid = fields.Take("Gid", ProcIds.TryParse),
            VmPeak = fields.Bytes("VmPeak"),
            VmSize = fields.Bytes("VmSize"),
            VmLck = fields.Bytes("VmLck"),
            VmPin = fields.Bytes("VmPin"),
            VmHWM = fields.Bytes("VmHWM"),
            VmRSS = fields.Bytes("VmRSS"),
            RssAnon = fields.Bytes("RssAnon"),
            RssFile = fields.Bytes("RssFile"),
            RssShmem = fields.Bytes("RssShmem"),
            VmPTE = fields.Bytes("VmPTE"),
            VmSwap = fields.Bytes("VmSwap"),
            HugetlbPages = fields.Bytes("HugetlbPages"),
            THPEnabled = fields.Int("THP_enabled") is { } enabled ? enabled != 0 : null,
            Threads = fields.Int("Threads"),
            SigPnd = fields.Mask("SigPnd"),
            SigBlk = fields.Mask("SigBlk"),
            SigIgn = fields.Mask("SigIgn"),
            SigCgt = fields.Mask("SigCgt"),
            CapEff = fields.Mask("CapEff"),
            UnknownFields = fields.Rest(),
        };
    }

    // The kernel escapes a newline as \n and a backslash as \\ here (and only here: stat and comm have the raw bytes).
    private static string Unescape(string name)
    {
        var plain = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '\\' || i + 1 == name.Length) plain.Append(name[i]);
            else plain.Append(name[++i] == 'n' ? '\n' : name[i]);
        }

        return plain.ToString();
    }
}
