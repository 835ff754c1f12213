using System.Diagnostics;
using System.Runtime.InteropServices;
using CowNotebooks.Forking;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Measuring;

/// <summary>Measures a process from outside, once it waits: the figures of a running process would change while they are read.</summary>
internal static class Meter
{
    private const char Sleeping = 'S', Stopped = 'T', Zombie = 'Z', Dead = 'X';
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(20);

    // read(2): <asm/unistd_64.h> of x86-64, and the generic table of arm64 and later ones.
    private static readonly int ReadNumber = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 0 : 63;
    private static readonly ProcFs Proc = new();

    /// <summary>Measures the process of that PID.</summary>
    /// <param name="pid">Which.</param>
    /// <exception cref="ProcException">It is gone, or may not be read, or the kernel does not say one of the figures.</exception>
    public static Measurement Measure(int pid)
    {
        var process = Proc.Process(pid);
        // The faults first: reading smaps makes the kernel walk the page tables, and changes nothing that stat counts.
        return Measure(new ProcessFiles(process, AwaitWaiting(process)));
    }

    /// <summary>Measures a process at once, even while it runs: then the figures need not belong to one moment.</summary>
    /// <param name="files">Its files, each of which is read once.</param>
    /// <exception cref="ProcException">As above.</exception>
    public static Measurement Measure(ProcessFiles files) =>
        new(files.Stat.Pid, [.. FigureTable.OfProcess.Append(FigureTable.PssOfFiles).Select(figure => (figure, Read(figure, files)))]);

    /// <summary>Null when this kernel lacks the field or the whole file.</summary>
    private static long? Read(ProcessFigure figure, ProcessFiles files)
    {
        try
        {
            return figure.Read(files);
        }
        catch (ProcUnsupportedException)
        {
            return null;
        }
    }

    /// <summary>Returns when none of the process's threads runs any more, after SIGSTOP; or after 5 seconds.</summary>
    public static void AwaitStop(int pid)
    {
        var process = Proc.Process(pid);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeLimits.Waiting && process.Exists; Thread.Yield())
        {
            if (process.Threads().All(thread => thread.State is Stopped or Zombie or Dead)) return;
        }
    }

    /// <summary>A process answers a moment before it is back in its read, and may meanwhile sleep for another reason.</summary>
    private static ProcStat AwaitWaiting(ProcProcess process)
    {
        var clock = Stopwatch.StartNew();
        ProcStat? last = null;
        while (true)
        {
            var stat = process.Stat();
            if (stat.State is Stopped or Zombie or Dead || clock.Elapsed > TimeLimits.Waiting) return stat;
            if (stat.State == Sleeping && (IsReading(process) ?? (last is { State: Sleeping, MinorFaults: var faults } && faults == stat.MinorFaults && clock.Elapsed > SettleTime))) return stat;
            last = stat;
            Thread.Yield();
        }
    }

    /// <summary>Null where the kernel does not show it, and in a system call other than read, as in a runtime that polls first.</summary>
    private static bool? IsReading(ProcProcess process)
    {
        try
        {
            return process.Syscall().Number switch { null => false, var number when number == ReadNumber => true, _ => null };
        }
        catch (ProcException error) when (error is ProcUnsupportedException or ProcDeniedException)
        {
            return null;
        }
    }
}
