using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CowNotebooks.Procfs.Perf;

/// <summary>What a record of a perf ring says.</summary>
public enum PerfRecordKind
{
    /// <summary>A kind that is not needed here, or a record that is cut off.</summary>
    Other,

    /// <summary>A page fault.</summary>
    Fault,

    /// <summary>A process was forked, or a thread started.</summary>
    Fork,

    /// <summary>A process executes another program now.</summary>
    Exec,

    /// <summary>A process or thread has ended; its memory is given up.</summary>
    Exit,

    /// <summary>Memory was mapped, or its protection changed.</summary>
    Map,

    /// <summary>Records were lost, as the ring was full.</summary>
    Lost,
}

/// <summary>
/// One record of a ring of perf_event_open(2), as <see cref="FaultRecorder"/> asks for them (include/uapi/linux/perf_event.h, enum perf_event_type):
/// <code>
///   all:    0 type (4)   4 misc (2)   6 size (2)
///   fault:  8 instruction (8)   16 pid (4)   20 thread (4)   24 time (8)   32 address (8)   40 callers (8)   48 their addresses (8 each)
///   fork, exit: as follows; of an exit the parent is that of the process
///           8 pid (4)   12 parent's pid (4)   16 thread (4)   20 parent's thread (4)   24 time (8)
///   exec:   8 pid (4)   12 thread (4)   16 name, padded to 8 bytes   then pid (4)   thread (4)   time (8), which end every record that is no sample
///   map:    8 pid (4)   12 thread (4)   16 address (8)   24 length (8)   32 its file (32)   64 protection (4)   68 flags (4)   72 name, padded   then as above
///   lost:   8 event (8)   16 how many (8)
/// </code>
/// The callers are of user mode alone; the first is the instruction itself, or where the system call was made.
/// </summary>
public readonly ref struct PerfRecord
{
    private const int HeaderSize = 8, FaultSize = 48, ForkSize = 32, LostSize = 24, ExecSize = 40, MapSize = 96, NameAt = 72;

    /// <summary>What it says.</summary>
    public PerfRecordKind Kind { get; private init; }

    /// <summary>The process: that faulted, that is new, that executes another program, that ended.</summary>
    public int Pid { get; private init; }

    /// <summary>Its thread.</summary>
    public int Thread { get; private init; }

    /// <summary>Of a fork: the process that forked; the same as <see cref="Pid"/> for a thread.</summary>
    public int ParentPid { get; private init; }

    /// <summary>When, in nanoseconds of a clock that all processors share.</summary>
    public ulong Time { get; private init; }

    /// <summary>Of a fault: what was accessed. Of a mapping: where it begins.</summary>
    public ulong Address { get; private init; }

    /// <summary>Of a mapping: its length in bytes, merged with neighbours that are alike.</summary>
    public ulong Length { get; private init; }

    /// <summary>Of a mapping: PROT_READ, PROT_WRITE and PROT_EXEC, as mmap(2) has them.</summary>
    public int Protection { get; private init; }

    /// <summary>Of a mapping: true for the heap of brk(2) and for the stack, which keep what they hold as they grow.</summary>
    public bool Grows { get; private init; }

    /// <summary>Of a fault: true when the kernel accessed it, inside a system call.</summary>
    public bool InKernel { get; private init; }

    /// <summary>Of a fault: the code in user mode, innermost first: the instruction, then the addresses that callers are returned to.</summary>
    public ReadOnlySpan<ulong> Callers { get; private init; }

    /// <summary>How many records were lost.</summary>
    public long Lost { get; private init; }

    /// <summary>Reads one record.</summary>
    /// <param name="bytes">The whole record, its size included, at an address that is a multiple of 8.</param>
    public static PerfRecord Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize) return default;
        var (type, misc, inKernel) = (Word(bytes, 0), Misc(bytes), IsInKernel(bytes));
        return (type, bytes.Length) switch
        {
            (LibC.PERF_RECORD_SAMPLE, >= FaultSize) => new()
            {
                Kind = PerfRecordKind.Fault,
                Pid = (int)Word(bytes, 16),
                Thread = (int)Word(bytes, 20),
                Time = Long(bytes, 24),
                Address = Long(bytes, 32),
                InKernel = inKernel,
                Callers = UserCallers(bytes[FaultSize..], Long(bytes, 40), inKernel ? [] : [Long(bytes, 8)]),
            },
            (LibC.PERF_RECORD_FORK or LibC.PERF_RECORD_EXIT, >= ForkSize) => new()
            {
                Kind = type == LibC.PERF_RECORD_FORK ? PerfRecordKind.Fork : PerfRecordKind.Exit,
                Pid = (int)Word(bytes, 8),
                ParentPid = (int)Word(bytes, 12),
                Thread = (int)Word(bytes, 16),
                Time = Long(bytes, 24),
            },
            (LibC.PERF_RECORD_COMM, >= ExecSize) when (misc & LibC.PERF_RECORD_MISC_COMM_EXEC) != 0 => new()
            {
                Kind = PerfRecordKind.Exec,
                Pid = (int)Word(bytes, 8),
                Thread = (int)Word(bytes, 12),
                Time = Long(bytes, bytes.Length - sizeof(ulong)),
            },
            (LibC.PERF_RECORD_MMAP2, >= MapSize) => new()
            {
                Kind = PerfRecordKind.Map,
                Pid = (int)Word(bytes, 8),
                Thread = (int)Word(bytes, 12),
                Time = Long(bytes, bytes.Length - sizeof(ulong)),
                Address = Long(bytes, 16),
                Length = Long(bytes, 24),
                Protection = (int)Word(bytes, 64),
                Grows = bytes[NameAt..].StartsWith("[heap]"u8) || bytes[NameAt..].StartsWith("[stack"u8),
            },
            (LibC.PERF_RECORD_LOST, >= LostSize) => new() { Kind = PerfRecordKind.Lost, Lost = (long)Long(bytes, 16) },
            _ => default,
        };
    }

    /// <summary>Whether the kernel did what the record tells, inside a system call.</summary>
    internal static bool IsInKernel(ReadOnlySpan<byte> record) => (Misc(record) & LibC.PERF_RECORD_MISC_CPUMODE_MASK) == LibC.PERF_RECORD_MISC_KERNEL;

    private static int Misc(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt16LittleEndian(record[4..]);

    /// <summary>What follows the mark of user mode; the alternative when there is none.</summary>
    private static ReadOnlySpan<ulong> UserCallers(ReadOnlySpan<byte> bytes, ulong count, ulong[] otherwise)
    {
        var all = MemoryMarshal.Cast<byte, ulong>(bytes);
        if (count < (ulong)all.Length) all = all[..(int)count];
        var mark = all.IndexOf(LibC.PERF_CONTEXT_USER);
        if (mark < 0) return otherwise;
        var users = all[(mark + 1)..];
        // A mark of another kind ends them.
        if (users.IndexOfAnyInRange(LibC.PERF_CONTEXT_MAX, ulong.MaxValue) is >= 0 and var end) users = users[..end];
        return users.IsEmpty ? otherwise : users;
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
