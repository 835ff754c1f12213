using System.Buffers.Text;

namespace CowNotebooks.Procfs;

/// <summary>
/// /proc/PID/schedstat: scheduling statistics of the first thread of a process, "CPU-TIME WAITED TIMESLICES" (Documentation/scheduler/sched-stats.rst;
/// kernel/sched, fs/proc/base.c proc_pid_schedstat; CONFIG_SCHED_INFO).
/// </summary>
/// <param name="CpuTime">How long it ran, to the nanosecond in the kernel and to 100 ns here.</param>
/// <param name="Waited">How long it waited for a processor.</param>
/// <param name="Timeslices">How often it ran.</param>
public sealed record ProcSchedstat(TimeSpan CpuTime, TimeSpan Waited, long Timeslices)
{
    private const int NanosecondsPerTick = 100;

    internal static ProcSchedstat Parse(ReadOnlySpan<byte> text, ProcSource source)
    {
        var rest = text;
        return new(TimeSpan.FromTicks(Next(ref rest, source) / NanosecondsPerTick), TimeSpan.FromTicks(Next(ref rest, source) / NanosecondsPerTick), Next(ref rest, source));
    }

    private static long Next(ref ReadOnlySpan<byte> text, ProcSource source)
    {
        text = text.TrimStart((byte)' ');
        if (!Utf8Parser.TryParse(text, out long number, out var used)) throw new ProcMalformedException(source, 1, "is not three numbers");
        text = text[used..];
        return number;
    }
}
