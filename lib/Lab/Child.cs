using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Measuring;
using CowNotebooks.Lab.Predicting;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>A fork of the parent, waiting for a slice of work or running one.</summary>
public sealed class Child : IAsyncDisposable
{
    private readonly Laboratory _lab;
    private readonly ChildProcess _process;
    private readonly AllocatedHeap _heap;
    private readonly LabOptions _options;

    internal Child(Laboratory lab, ChildProcess process, AllocatedHeap heap, Gc gc, LabOptions options) =>
        (_lab, _process, _heap, Gc, _options) = (lab, process, heap, gc, options);

    /// <summary>The child's PID.</summary>
    public int Pid => _process.Pid;

    /// <summary>How its collector is set.</summary>
    public Gc Gc { get; }

    /// <summary>Measures the child.</summary>
    /// <exception cref="ProcException">It is gone, or may not be read.</exception>
    public Measurement Measure() => Meter.Measure(Pid);

    /// <summary>Runs a workload in slices, and measures child and parent before the first and after each.</summary>
    /// <param name="workload">What the child does with the heap.</param>
    /// <param name="slices">In how many parts; more give a finer curve.</param>
    /// <param name="progress">Told after each slice what was measured so far, while parent and child wait for it to return.</param>
    /// <param name="cancel">Ends the child.</param>
    /// <returns>The run; when the child or parent ends early, the run says how and holds what was measured until then.</returns>
    /// <exception cref="LabUsageException">The runtime does not have that workload, or the number of slices makes no sense.</exception>
    public async Task<Run> RunAsync(Workload workload, int slices = 1, IProgress<RunProgress>? progress = null, CancellationToken cancel = default)
    {
        _lab.Runtime.Check(workload);
        if (slices < 1 || slices > _heap.Heap.Count)
            throw new LabUsageException($"A heap of {_heap.Heap.Count:N0} elements cannot be worked through in {slices:N0} slices.", "Ask for 1 slice or more, and no more than elements.");
        var prediction = Prediction.For(_lab.Runtime, _heap, workload, Gc);
        var doing = $"running '{workload.Name}'";
        var points = new List<Point> { new(0, Snapshot()) };
        using var microscope = Microscope.Start(_lab, Pid, _options);
        var outcome = new Outcome(OutcomeKind.Completed, Role.Child, doing, "");
        for (var slice = 0; slice < slices && outcome.IsCompleted; slice++)
        {
            outcome = await _process.RunSliceAsync(workload.Name, slice, slices, _options.TimeLimit, cancel).ConfigureAwait(false);
            if (!outcome.IsCompleted) break;
            try
            {
                points.Add(new Point((slice + 1.0) / slices, Snapshot()));
                microscope.NoteSlice();
            }
            catch (ProcVanishedException)
            {
                outcome = await _process.FindEndAsync(doing).ConfigureAwait(false);
            }

            progress?.Report(new RunProgress(workload, slices, [.. points], prediction));
        }

        return microscope.Finish(new Run(workload, slices, points, outcome, prediction));
    }

    /// <summary>Has the parent run a workload on its own heap, whole, while this child waits: whoever writes first pays for the copy, and the other does not.</summary>
    /// <param name="workload">What the parent does with the heap.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="LabUsageException">The runtime does not have that workload, or the parent would not come back from it.</exception>
    /// <exception cref="ProcessFailedException">The parent ended, refused, or took too long.</exception>
    public Task<ParentRun> RunInParentAsync(Workload workload, CancellationToken cancel = default)
    {
        _lab.Runtime.Check(workload);
        if (workload == Workload.InvalidAccess) throw new LabUsageException($"'{workload.Name}' would end the parent, which every child needs.", "Have a child run it.");
        return ParentRun.MeasureAsync(_lab, Pid, workload, _options, cancel);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private Snapshot Snapshot()
    {
        // Both must wait before either is measured: what one still writes becomes private memory of the other.
        Meter.AwaitSleep(_lab.ParentPid);
        return new Snapshot(Measure(), _lab.Measure());
    }
}
