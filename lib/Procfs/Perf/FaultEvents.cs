using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs.Perf;

/// <summary>One page fault.</summary>
/// <param name="Address">The address that was read or written.</param>
/// <param name="Instruction">The instruction that accessed it.</param>
/// <param name="InKernel">True when the kernel accessed it for the process, inside a system call.</param>
/// <param name="CpuTime">The CPU time that the process had used since recording began, in nanoseconds; 0 where the kernel does not count it.</param>
public readonly record struct FaultEvent(ulong Address, ulong Instruction, bool InKernel, ulong CpuTime);

/// <summary>
/// Every page fault of a process with one thread as it happens, of another one those of its first thread: the software event page-faults of
/// perf_event_open(2), with every event sampled, in a group with the event task-clock, which counts CPU time: wall time says little on a machine that has
/// other work. The kernel writes into a ring that it shares with this process; a thread here empties it, and the event's own count says whether any were lost.
/// <code>
///   +----------------+------------------------------------------+
///   | control page   |  ring of 128 pages                       |      record:  type (4)  misc (2)  size (2)
///   | head, tail     |   ... | record | record |   free ...     |               instruction (8)   address (8)
///   +----------------+------------------------------------------+               2 (8)   faults (8)   CPU time (8)
/// </code>
/// </summary>
public sealed class FaultEvents : IDisposable
{
    private const int RecordSize = 24, ClockAt = 40;
    private const int PollMilliseconds = 10;

    // 32 bytes each.
    private const int MostEvents = 5_000_000;

    private readonly SafeFileHandle _faults;
    private readonly SafeFileHandle? _clock;
    private readonly PerfRing _ring;
    private readonly List<FaultEvent> _events = [];
    private readonly Thread _thread;
    private volatile bool _stopping;
    private bool _disposed;

    private FaultEvents(SafeFileHandle faults, SafeFileHandle? clock, PerfRing ring, bool seesKernel)
    {
        (_faults, _clock, _ring, SeesKernel) = (faults, clock, ring, seesKernel);
        _thread = new Thread(Listen) { IsBackground = true, Name = "page faults" };
        LibC.Control(faults, LibC.PERF_EVENT_IOC_ENABLE);
        _thread.Start();
    }

    /// <summary>True when faults inside system calls are recorded too, which requires perf_event_paranoid 1 or less, or CAP_PERFMON.</summary>
    public bool SeesKernel { get; }

    /// <summary>True when each fault has its CPU time.</summary>
    public bool HasClock => _clock is not null;

    /// <summary>How many faults were lost because the ring was full, or as there were more than 5 million. Known after <see cref="Stop"/>.</summary>
    public long Lost { get; private set; }

    /// <summary>Starts recording.</summary>
    /// <param name="pid">The process; or a thread.</param>
    /// <returns>The events; when the kernel refuses, one sentence of cause and one of remedy.</returns>
    public static Reading<FaultEvents> Start(int pid)
    {
        var seesKernel = true;
        var (faults, errno) = Open(pid, 0);
        if (errno is LibC.EACCES or LibC.EPERM)
        {
            seesKernel = false;
            (faults, errno) = Open(pid, LibC.PerfEventAttr.ExcludeKernel);
        }

        if (faults is null) return Reading.None<FaultEvents>(Refusal(errno));
        // task-clock starts and stops with its leader; without it, faults are still recorded.
        var (clock, _) = LibC.PerfEventOpen(Clock, pid, faults);
        var ring = PerfRing.Map(faults, PerfRing.UsualPages, PerfRing.UsualPages);
        if (ring.Value is { } mapped) return new FaultEvents(faults, clock, mapped, seesKernel);
        clock?.Dispose();
        faults.Dispose();
        return Reading.None<FaultEvents>(ring.Why);
    }

    /// <summary>Stops recording. All faults until now, in order.</summary>
    public IReadOnlyList<FaultEvent> Stop()
    {
        if (_stopping) return _events;
        LibC.Control(_faults, LibC.PERF_EVENT_IOC_DISABLE);
        _stopping = true;
        _thread.Join();
        // read(2) of a group: number of events (8), then the count of each (8).
        Span<byte> counts = stackalloc byte[3 * sizeof(ulong)];
        _ = LibC.Read(_faults, counts);
        Lost = (long)BinaryPrimitives.ReadUInt64LittleEndian(counts[sizeof(ulong)..]) - _events.Count;
        return _events;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Stop();
        _ring.Dispose();
        _clock?.Dispose();
        _faults.Dispose();
    }

    private static (SafeFileHandle? Event, int Errno) Open(int pid, ulong exclude) => LibC.PerfEventOpen(
        new()
        {
            Type = LibC.PERF_TYPE_SOFTWARE,
            Size = LibC.PERF_ATTR_SIZE_VER0,
            Config = LibC.PERF_COUNT_SW_PAGE_FAULTS,
            SamplePeriod = 1,
            SampleType = LibC.PERF_SAMPLE_IP | LibC.PERF_SAMPLE_ADDR | LibC.PERF_SAMPLE_READ,
            ReadFormat = LibC.PERF_FORMAT_GROUP,
            Flags = LibC.PerfEventAttr.Disabled | LibC.PerfEventAttr.ExcludeHypervisor | exclude,
            WakeupEvents = 1024,
        },
        pid,
        leader: null);

    private static LibC.PerfEventAttr Clock => new()
    {
        Type = LibC.PERF_TYPE_SOFTWARE,
        Size = LibC.PERF_ATTR_SIZE_VER0,
        Config = LibC.PERF_COUNT_SW_TASK_CLOCK,
        ReadFormat = LibC.PERF_FORMAT_GROUP,
        Flags = LibC.PerfEventAttr.ExcludeHypervisor | LibC.PerfEventAttr.ExcludeKernel,
    };

    /// <summary>Why perf_event_open(2) failed, and what to do.</summary>
    internal static string Refusal(int errno) => errno switch
    {
        LibC.ENOSYS or LibC.ENOENT => "This kernel has no page-fault events (perf_event_open). Use a Linux kernel with CONFIG_PERF_EVENTS.",
        LibC.EACCES or LibC.EPERM =>
            $"The kernel refuses page-fault events (perf_event_open): kernel.perf_event_paranoid is {Paranoid()}, or a container's seccomp profile forbids the call. "
            + "Run as root: sysctl kernel.perf_event_paranoid=2; in Docker, start with --security-opt seccomp=unconfined or --cap-add PERFMON.",
        LibC.EMFILE => "Page-fault events need an open file for each thread and processor, and there are too many: raise the limit (ulimit -n), or watch fewer processes.",
        _ => $"Page-fault events failed (perf_event_open: {LibC.Describe(errno)}). Check that the process still runs, and measure again.",
    };

    private static string Paranoid()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/perf_event_paranoid").Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }

    private void Listen()
    {
        while (!_stopping)
        {
            // Once the process has ended there is nothing to wait for: the descriptor then stays ready.
            if ((LibC.Poll(_faults, PollMilliseconds) & LibC.POLLHUP) != 0) Thread.Sleep(PollMilliseconds);
            _ring.Drain(Add);
        }

        _ring.Drain(Add);
    }

    private void Add(ReadOnlySpan<byte> record)
    {
        if (_events.Count == MostEvents || record.Length < RecordSize || BinaryPrimitives.ReadUInt32LittleEndian(record) != LibC.PERF_RECORD_SAMPLE) return;
        _events.Add(new(Word(record, 16), Word(record, 8), PerfRecord.IsInKernel(record), record.Length >= ClockAt + sizeof(ulong) ? Word(record, ClockAt) : 0));

        static ulong Word(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt64LittleEndian(record[at..]);
    }
}
