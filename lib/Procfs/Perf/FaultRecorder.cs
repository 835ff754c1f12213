using System.Globalization;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs.Perf;

/// <summary>Something that happened to a process: a fault, a fork, that it executes another program, that it maps memory, or its end.</summary>
/// <param name="Time">When, in nanoseconds of a clock that all processors share.</param>
/// <param name="Kind">What.</param>
/// <param name="Pid">The process.</param>
/// <param name="ParentPid">Of a fork: who forked it.</param>
/// <param name="Address">Of a fault: what was accessed. Of a mapping: where it begins.</param>
/// <param name="Stack">Of a fault: the number of the code that did it, in <see cref="FaultRecorder.Stacks"/>.</param>
/// <param name="InKernel">Of a fault: the kernel accessed it, in a system call.</param>
/// <param name="Length">Of a mapping: its length in bytes, merged with neighbours that are alike.</param>
/// <param name="Protection">Of a mapping: PROT_READ, PROT_WRITE and PROT_EXEC, as mmap(2) has them.</param>
/// <param name="Grows">Of a mapping: it is the heap of brk(2) or the stack, which keep what they hold as they grow.</param>
public readonly record struct RecordedEvent(
    ulong Time, PerfRecordKind Kind, int Pid, int ParentPid, ulong Address, int Stack, bool InKernel, ulong Length = 0, int Protection = 0, bool Grows = false);

/// <summary>
/// Records every page fault of running processes, of all their threads, and of what they start later: perf_event_open(2) with the software event page-faults,
/// every event sampled, one event for each thread and processor. Those follow what the thread starts (inherit), which the kernel refuses to an event that is
/// for all processors; and those of one processor share a ring. A thread here empties the rings. Nothing is stopped; a fault takes 1 to 2 µs longer.
/// </summary>
public sealed class FaultRecorder : IDisposable
{
    // 56 bytes each.
    private const int MostPending = 2_000_000, ManyPending = 250_000;
    // Root may have rings of more pages than others: 64 MB for all of them together.
    private const int MostPages = 1024, AllPages = 16 * 1024, LeastPages = 8;
    private const int PollMilliseconds = 50, FilesForOthers = 64;

    private readonly List<SafeFileHandle> _events = [];
    private readonly List<PerfRing> _rings = [];
    private readonly HashSet<int> _started = [];
    private readonly Lock _lock = new();
    private readonly Thread _thread;
    private List<RecordedEvent> _pending = [];
    private TaskCompletionSource _many = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lost, _dropped;
    private volatile bool _stopping;
    private bool _disposed;

    private FaultRecorder()
    {
        _thread = new Thread(Listen) { IsBackground = true, Name = "page faults" };
    }

    /// <summary>The code of each fault.</summary>
    public CallStacks Stacks { get; } = new();

    /// <summary>True when faults inside system calls are recorded too, which requires perf_event_paranoid 1 or less, or CAP_PERFMON.</summary>
    public bool SeesKernel { get; private set; } = true;

    /// <summary>How many records the kernel lost so far, as a ring was full.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>How many faults were left out, as they were not taken in time.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Completes when many events wait to be taken.</summary>
    public Task Many
    {
        get
        {
            lock (_lock) return _many.Task;
        }
    }

    /// <summary>Starts recording.</summary>
    /// <param name="proc">Where the threads are listed.</param>
    /// <param name="pids">The processes, asked for again until no new one is among them. One that has ended is left out.</param>
    /// <returns>The recorder; when the kernel refuses, one sentence of cause and one of remedy.</returns>
    public static Reading<FaultRecorder> Start(ProcFs proc, Func<IReadOnlyCollection<int>> pids)
    {
        var recorder = new FaultRecorder();
        try
        {
            var why = recorder.Open(proc, pids);
            if (why is null)
            {
                recorder._thread.Start();
                return recorder;
            }

            recorder.Dispose();
            return Reading.None<FaultRecorder>(why);
        }
        catch
        {
            recorder.Dispose();
            throw;
        }
    }

    /// <summary>The events since the last time, in order.</summary>
    public IReadOnlyList<RecordedEvent> Take()
    {
        List<RecordedEvent> taken;
        lock (_lock)
        {
            // The rings are emptied one after the other: what comes to the first one meanwhile may be older than what the last one had. Once all are empty
            // again, everything is there that is no younger than what the first round found.
            DrainAll();
            var last = _pending.Count > 0 ? _pending.Max(one => one.Time) : 0;
            DrainAll();
            taken = _pending.FindAll(one => one.Time <= last);
            _pending.RemoveAll(one => one.Time <= last);
            if (_many.Task.IsCompleted) _many = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        taken.Sort((one, other) => one.Time.CompareTo(other.Time));
        return taken;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _stopping = true;
        if (_thread.IsAlive) _thread.Join();
        foreach (var ring in _rings) ring.Dispose();
        foreach (var file in _events) file.Dispose();
    }

    /// <summary>Why it cannot record; null when it does.</summary>
    private string? Open(ProcFs proc, Func<IReadOnlyCollection<int>> pids)
    {
        var processors = Processors();
        if (TooManyFiles(pids().Sum(pid => Threads(proc, pid).Count()) * (long)processors.Count)) return FaultEvents.Refusal(LibC.EMFILE);
        var rings = new PerfRing?[processors.Count];
        var opened = new HashSet<int>();
        // Until no thread is without an event: those that start meanwhile inherit it from one that has, as the fork in the ring says, or were missed.
        for (var again = true; again;)
        {
            again = false;
            lock (_lock) DrainAll();
            foreach (var thread in pids().SelectMany(pid => Threads(proc, pid)).Where(thread => !_started.Contains(thread) && opened.Add(thread)))
            {
                again = true;
                if (OpenThread(thread, processors, rings) is { } why) return why;
            }
        }

        return _rings.Count > 0 ? null : "The processes ended before their page faults could be recorded. Watch processes while they run.";
    }

    /// <summary>True when so many more open files would leave none for anything else: without any, not even the reason could be said.</summary>
    private static bool TooManyFiles(long more) =>
        LibC.MostFiles() is var most && most < long.MaxValue && Directory.EnumerateFileSystemEntries("/proc/self/fd").Count() + more + FilesForOthers > most;

    private string? OpenThread(int thread, List<int> processors, PerfRing?[] rings)
    {
        for (var i = 0; i < processors.Count; i++)
        {
            var (file, errno) = LibC.PerfEventOpenOn(Attributes(SeesKernel), thread, processors[i]);
            if (SeesKernel && _rings.Count == 0 && errno is LibC.EACCES or LibC.EPERM)
            {
                SeesKernel = false;
                (file, errno) = LibC.PerfEventOpenOn(Attributes(SeesKernel), thread, processors[i]);
            }

            // The thread has ended; the processor is switched off.
            if (file is null && errno == LibC.ESRCH) return null;
            if (file is null && errno == LibC.ENODEV) continue;
            if (file is null) return FaultEvents.Refusal(errno);
            _events.Add(file);
            if (rings[i] is { } ring)
            {
                LibC.WriteTo(file, ring.Owner);
            }
            else
            {
                var mapped = PerfRing.Map(file, PagesOfEach(processors.Count), LeastPages);
                if (mapped.Value is null) return mapped.Why;
                rings[i] = mapped.Value;
                _rings.Add(mapped.Value);
            }

            // Only now has it a place to write to.
            LibC.Control(file, LibC.PERF_EVENT_IOC_ENABLE);
        }

        return null;
    }

    private static int PagesOfEach(int rings) =>
        Environment.IsPrivilegedProcess ? Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)(AllPages / rings)), PerfRing.UsualPages, MostPages) : PerfRing.UsualPages;

    private static LibC.PerfEventAttr Attributes(bool seesKernel) => new()
    {
        Type = LibC.PERF_TYPE_SOFTWARE,
        Size = LibC.PERF_ATTR_SIZE_VER0,
        Config = LibC.PERF_COUNT_SW_PAGE_FAULTS,
        SamplePeriod = 1,
        SampleType = LibC.PERF_SAMPLE_IP | LibC.PERF_SAMPLE_TID | LibC.PERF_SAMPLE_TIME | LibC.PERF_SAMPLE_ADDR | LibC.PERF_SAMPLE_CALLCHAIN,
        Flags = LibC.PerfEventAttr.Disabled | LibC.PerfEventAttr.Inherit | LibC.PerfEventAttr.ExcludeHypervisor | LibC.PerfEventAttr.Task | LibC.PerfEventAttr.Comm
            | LibC.PerfEventAttr.CommExec | LibC.PerfEventAttr.Mmap | LibC.PerfEventAttr.MmapData | LibC.PerfEventAttr.Mmap2
            | LibC.PerfEventAttr.SampleIdAll | LibC.PerfEventAttr.ExcludeCallchainKernel | LibC.PerfEventAttr.Watermark
            | (seesKernel ? 0 : LibC.PerfEventAttr.ExcludeKernel),
        // With the flag Watermark these are bytes.
        WakeupEvents = 16 * 1024,
    };

    /// <summary>The processors that are switched on, "0-3,5" (Documentation/ABI/testing/sysfs-devices-system-cpu): also those that this process may not run on.</summary>
    private static List<int> Processors()
    {
        const string file = "/sys/devices/system/cpu/online";
        if (!File.Exists(file)) return [.. Enumerable.Range(0, Environment.ProcessorCount)];
        var ranges = File.ReadAllText(file).Trim().Split(',').Select(range => range.Split('-').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToList());
        return [.. ranges.SelectMany(range => Enumerable.Range(range[0], range[^1] - range[0] + 1))];
    }

    private static IEnumerable<int> Threads(ProcFs proc, int pid)
    {
        try
        {
            return proc.Process(pid).Threads().Select(thread => thread.Pid);
        }
        catch (ProcException)
        {
            // It has ended.
            return [];
        }
    }

    private void Listen()
    {
        SafeFileHandle[] owners = [.. _rings.Select(ring => ring.Owner)];
        while (!_stopping)
        {
            LibC.PollAny(owners, PollMilliseconds);
            int count;
            lock (_lock) count = DrainAll();
            // A ring of threads that have ended stays ready.
            if (count == 0) Thread.Sleep(PollMilliseconds / 10);
        }
    }

    private int DrainAll()
    {
        var count = 0;
        foreach (var ring in _rings) count += ring.Drain(Add);
        if (_pending.Count >= ManyPending) _many.TrySetResult();
        return count;
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        var record = PerfRecord.Parse(bytes);
        switch (record.Kind)
        {
            case PerfRecordKind.Lost:
                Interlocked.Add(ref _lost, record.Lost);
                return;
            case PerfRecordKind.Fault when _pending.Count >= MostPending:
                Interlocked.Increment(ref _dropped);
                return;
            case PerfRecordKind.Fork:
                _started.Add(record.Thread);
                if (record.Pid == record.ParentPid) return;
                break;
            // The process has ended when its first thread has.
            case PerfRecordKind.Exit when record.Pid != record.Thread:
            case PerfRecordKind.Other:
                return;
        }

        _pending.Add(new(record.Time, record.Kind, record.Pid, record.ParentPid, record.Address, record.Kind == PerfRecordKind.Fault ? Stacks.NumberOf(record.Callers) : -1, record.InKernel,
            record.Length, record.Protection, record.Grows));
    }
}
