using CowNotebooks.Procfs.Text;

namespace CowNotebooks.Procfs;

/// <summary>
/// Identity and statistics of a process: <c>/proc/PID/stat</c> (proc_pid_stat(5); fs/proc/array.c, do_task_stat). The faults are those of all its
/// threads, ended ones included. Fields 21 and 25 to 52 (addresses, obsolete signal masks) are left out. Fields 14 to 24 are null where this kernel lacks
/// them; the others are in every stat.
/// </summary>
public readonly record struct ProcStat
{
    // include/linux/sched.h, PF_KTHREAD
    private const uint KernelThreadFlag = 0x0020_0000;

    private readonly CommName _comm;

    private ProcStat(CommName comm) => _comm = comm;

    /// <summary>Field 1: the process, or thread.</summary>
    public int Pid { get; private init; }

    /// <summary>
    /// Field 2: the name of the program, at most 15 bytes, which the process may change. Each access creates a string.
    /// </summary>
    public string Comm => _comm.ToString();

    /// <summary>
    /// Field 3: R running, S sleeping, D in uninterruptible sleep, mostly for a disk, Z zombie, T stopped, t traced, X dead, I idle kernel thread.
    /// </summary>
    public char State { get; private init; }

    /// <summary>Field 4; 0 for a process that the kernel started.</summary>
    public int ParentPid { get; private init; }

    /// <summary>Field 5; -1 while the process ends.</summary>
    public int ProcessGroup { get; private init; }

    /// <summary>Field 6; -1 while the process ends.</summary>
    public int Session { get; private init; }

    /// <summary>Field 7: the controlling terminal's device number, 0 for none.</summary>
    public int Terminal { get; private init; }

    /// <summary>Field 8: the foreground process group of the terminal, -1 for none.</summary>
    public int TerminalProcessGroup { get; private init; }

    /// <summary>Field 9: the PF_* flags of include/linux/sched.h.</summary>
    public uint Flags { get; private init; }

    /// <summary>Field 10: page faults that needed no input or output.</summary>
    public long MinorFaults { get; private init; }

    /// <summary>Field 11: minor faults of children that were waited for.</summary>
    public long ChildMinorFaults { get; private init; }

    /// <summary>Field 12: page faults that had to read from a disk.</summary>
    public long MajorFaults { get; private init; }

    /// <summary>Field 13: major faults of children that were waited for.</summary>
    public long ChildMajorFaults { get; private init; }

    /// <summary>Field 14: time in user mode, in ticks of sysconf(_SC_CLK_TCK), nearly always 100 a second.</summary>
    public long? UserTicks { get; private init; }

    /// <summary>Field 15: time in the kernel, in ticks.</summary>
    public long? SystemTicks { get; private init; }

    /// <summary>Field 16: user time of children that were waited for, in ticks.</summary>
    public long? ChildUserTicks { get; private init; }

    /// <summary>Field 17: kernel time of children that were waited for, in ticks.</summary>
    public long? ChildSystemTicks { get; private init; }

    /// <summary>Field 18: the priority the scheduler uses; negative for real-time ones.</summary>
    public int? Priority { get; private init; }

    /// <summary>Field 19: from -20 (first) to 19 (last).</summary>
    public int? Nice { get; private init; }

    /// <summary>Field 20: the number of its threads.</summary>
    public int? Threads { get; private init; }

    /// <summary>Field 22: ticks from boot to the start. Pid and start together identify a process even after the pid is reused.</summary>
    public long? StartTicks { get; private init; }

    /// <summary>Field 23: the size of the address space in bytes, resident or not.</summary>
    public long? VirtualBytes { get; private init; }

    /// <summary>
    /// Field 24: resident pages. Inexact (before Linux 6.2 by up to 64 pages per thread): <see cref="SmapsRollup.Rss"/> is the exact one.
    /// </summary>
    public long? RssPages { get; private init; }

    /// <summary>Fields of a newer kernel, named <c>field 53</c> and so on.</summary>
    public UnknownFields UnknownFields { get; private init; }

    /// <summary>The process is a thread of the kernel and has no memory of its own.</summary>
    public bool IsKernelThread => (Flags & KernelThreadFlag) != 0;

    /// <summary>Reads the text of a stat file. Allocates nothing, unless there are unknown fields.</summary>
    /// <exception cref="ProcException">The text is cut off or not in the kernel's format.</exception>
    public static ProcStat Parse(ReadOnlySpan<byte> text, ProcSource source)
    {
        if (!text.EndsWith("\n"u8)) throw new ProcTruncatedException(source, "ends in the middle of its line");

        // The name may contain spaces, newlines and parentheses: "42 (a)( ) b (() () S 1 …" ends at the last one.
        var line = text[..^1];
        var open = line.IndexOf(" ("u8);
        var close = line.LastIndexOf(") "u8);
        if (open < 0 || close < open + 2) throw Malformed(source, "has no name in parentheses");
        if (!Digits.TryDecimal(line[..open], out var pid) || pid > int.MaxValue) throw Malformed(source, "does not start with a pid");
        var comm = line[(open + 2)..close];
        if (comm.Length > CommName.Longest) throw Malformed(source, $"has a name of more than {CommName.Longest} bytes");

        var words = new StatWords(line[(close + 2)..], source);
        return new ProcStat(new(comm))
        {
            Pid = (int)pid,
            State = words.State(),
            ParentPid = words.Int(),
            ProcessGroup = words.Int(),
            Session = words.Int(),
            Terminal = words.Int(),
            TerminalProcessGroup = words.Int(),
            Flags = words.Flags(),
            MinorFaults = words.Count(),
            ChildMinorFaults = words.Count(),
            MajorFaults = words.Count(),
            ChildMajorFaults = words.Count(),
            UserTicks = words.OptionalCount(),
            SystemTicks = words.OptionalCount(),
            ChildUserTicks = words.OptionalSigned(),
            ChildSystemTicks = words.OptionalSigned(),
            Priority = words.OptionalInt(),
            Nice = words.OptionalInt(),
            Threads = words.OptionalInt(),
            StartTicks = words.OptionalCountAfterNext(),
            VirtualBytes = words.OptionalCount(),
            RssPages = words.OptionalSigned(),
            UnknownFields = words.Unknown(),
        };
    }

    private static ProcMalformedException Malformed(ProcSource source, string what) => new(source, 1, what);
}
