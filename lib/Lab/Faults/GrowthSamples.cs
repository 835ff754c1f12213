using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Faults;

/// <summary>Samples a process's minor faults and CPU time while it runs: a coarser substitute where the trace of its faults is refused.</summary>
internal sealed class GrowthSamples : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);
    private readonly List<GrowthPoint> _points = [];
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private (TimeSpan CpuTime, long Faults)? _start;

    public GrowthSamples(int pid)
    {
        var process = new ProcFs().Process(pid);
        Note(process);
        _thread = new Thread(() =>
        {
            while (!_stop.Wait(Pause)) Note(process);
        })
        {
            IsBackground = true,
            Name = "samples of growth",
        };
        _thread.Start();
    }

    /// <summary>Stops sampling: the curve, or why there is none.</summary>
    public Reading<GrowthCurve> Finish(int pid)
    {
        Dispose();
        Note(new ProcFs().Process(pid));
        return _points.Count > 0
            ? new GrowthCurve(_points, IsSampled: true)
            : Reading.None<GrowthCurve>("The kernel tells neither the page faults of a process nor its CPU time (/proc/PID/schedstat). Use a Linux with CONFIG_SCHED_INFO.");
    }

    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive) _thread.Join();
    }

    private void Note(ProcProcess process)
    {
        try
        {
            var (time, faults) = (process.Schedstat().CpuTime, process.Stat().MinorFaults);
            _start ??= (time, faults);
            _points.Add(new(time - _start.Value.CpuTime, faults - _start.Value.Faults));
        }
        catch (ProcException)
        {
            // It ended meanwhile, and the run's outcome says how; or the kernel lacks schedstat.
        }
    }
}
