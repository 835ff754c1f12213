using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;

namespace CowNotebooks.Lab;

/// <summary>One shot: a fresh parent, one heap, a child that does nothing, a child that runs the workload, a report.</summary>
public static class Experiment
{
    /// <summary>Runs it and leaves no process behind.</summary>
    /// <param name="runtime">What runs as parent and child.</param>
    /// <param name="heap">What the parent holds.</param>
    /// <param name="workload">What the child does with it.</param>
    /// <param name="gc">How the child's collector is set; by default as the options say.</param>
    /// <param name="slices">In how many parts the workload runs; more give a finer curve.</param>
    /// <param name="options">Time limits.</param>
    /// <param name="own">Values, an expectation and repeats for code of one's own.</param>
    /// <param name="progress">Called after each slice with the measurements so far.</param>
    /// <param name="cancel">Ends it; no process is left behind.</param>
    /// <exception cref="LabUsageException">The arguments do not fit the runtime.</exception>
    /// <exception cref="ParentNotStartedException">The runtime is missing, or is not what it should be.</exception>
    /// <exception cref="ProcessFailedException">The parent ended, refused, or took too long, or the child ended, before the child ran.</exception>
    public static async Task<Report> RunAsync(
        Runtime runtime,
        Heap heap,
        Workload workload,
        Gc? gc = null,
        int slices = 1,
        LabOptions? options = null,
        OwnCode? own = null,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancel = default)
    {
        options ??= new LabOptions();
        gc ??= options.Gc;
        own ??= new OwnCode();
        // Some settings are read only once, when the parent starts.
        await using var lab = await Laboratory.StartAsync(runtime, own.Values, options with { Gc = gc }, cancel).ConfigureAwait(false);
        var allocated = await lab.AllocateAsync(heap, cancel).ConfigureAwait(false);
        // A parent warms itself up for own code only after it has run some.
        if (workload.Code is not null && heap.Code is null) await lab.RunAsync("", cancel).ConfigureAwait(false);
        var noop = await lab.RunInChildAsync(Workload.Noop, slices, Gc.Default, cancel: cancel).ConfigureAwait(false);
        if (own.Predict is not null) lab.Predict(own.Predict);
        var child = await lab.ForkAsync(gc, cancel).ConfigureAwait(false);
        await using (child.ConfigureAwait(false))
        {
            var run = await child.RunAsync(workload, slices, progress, cancel).ConfigureAwait(false);
            if (run.Points.Count == 0) throw new ProcessFailedException(run.Outcome);
            var repeated = new List<Run>();
            while (repeated.Count < own.Repeats - 1 && child.Ended is null) repeated.Add(await child.RunAsync(workload, slices, progress, cancel).ConfigureAwait(false));
            var entry = workload.Code is null ? lab.Catalogue.Workload(workload) : null;
            return new Report
            {
                Runtime = lab.Description.Runtime,
                RuntimeVersion = lab.RuntimeVersion,
                Heap = heap,
                Gc = gc,
                DeepSize = (own.Predict is null ? allocated : lab.Heap ?? allocated).DeepSize,
                Run = run,
                ForkTime = child.ForkTime,
                Repeated = repeated,
                Noop = noop.Outcome.IsCompleted ? noop : null,
                MapsFiles = entry is { MapsFiles: true },
                IsMeantToEnd = entry is { EndsChild: true },
                Surroundings = Machine.Read().Notes,
            };
        }
    }

    /// <summary>As <see cref="RunAsync"/>, once for each size, in order.</summary>
    /// <param name="runtime">What runs as parent and child.</param>
    /// <param name="heap">The kind of heap: <c>Heap.BoxedIntegers</c>.</param>
    /// <param name="sizes">Its counts.</param>
    /// <param name="workload">What the child does with it.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<Report[]> SweepAsync(Runtime runtime, Func<long, Heap> heap, IEnumerable<long> sizes, Workload workload, CancellationToken cancel = default)
    {
        var reports = new List<Report>();
        foreach (var size in sizes) reports.Add(await RunAsync(runtime, heap(size), workload, cancel: cancel).ConfigureAwait(false));
        return [.. reports];
    }
}
