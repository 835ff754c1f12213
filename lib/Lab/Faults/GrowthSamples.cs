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

    /// <summary>Stops sampling.</summary>
    public GrowthCurve Finish(int pid)
    {
        Dispose();
        Note(new ProcFs().Process(pid));
        return new(_points, IsSampled: true);
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
            // It ended meanwhile; the run's outcome says how.
        }
    }
}
