using System.Diagnostics;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Measuring;

/// <summary>Measures a process from outside, once it waits: a process that still runs would change under the figures.</summary>
internal static class Meter
{
    private const char Sleeping = 'S';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly ProcFs Proc = new();

    /// <summary>Measures the process of that PID.</summary>
    /// <exception cref="ProcException">It is gone, or may not be read.</exception>
    public static Measurement Measure(int pid)
    {
        var process = Proc.Process(pid);
        // The faults first: reading smaps makes the kernel walk the page tables, and changes nothing that stat counts.
        var stat = AwaitSleep(process);
        var rollup = process.SmapsRollup();
        return new Measurement(
            pid,
            rollup.Uss,
            rollup.Pss,
            rollup.Rss,
            rollup.Swap,
            stat.MinorFaults,
            stat.MajorFaults,
            rollup.SharedDirty,
            rollup.AnonHugePages,
            process.Status().VmPTE);
    }

    /// <summary>Returns when the process waits, or after 5 seconds.</summary>
    public static void AwaitSleep(int pid) => AwaitSleep(Proc.Process(pid));

    /// <summary>The acknowledgement comes a moment before the process is back in its read.</summary>
    private static ProcStat AwaitSleep(ProcProcess process)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var stat = process.Stat();
            if (stat.State == Sleeping || clock.Elapsed > Patience) return stat;
            Thread.Yield();
        }
    }
}
