using System.Globalization;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Measuring;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>
/// A session with one parent process: allocate a heap in it, fork children from it, measure both from here, the observer. Disposing it leaves no process behind.
/// <code>
/// await using var lab = await Laboratory.OpenAsync();
/// var heap  = await lab.AllocateAsync(Heap.BoxedIntegers(1_000_000));
/// var child = await lab.ForkAsync();
/// var run   = await child.RunAsync(Workload.Iterate, slices: 50);
/// </code>
/// </summary>
public sealed class Laboratory : IAsyncDisposable
{
    private readonly ParentProcess _parent;
    private readonly LabOptions _options;

    private Laboratory(Runtime runtime, ParentProcess parent, LabOptions options) => (Runtime, _parent, _options) = (runtime, parent, options);

    /// <summary>What runs as parent.</summary>
    public Runtime Runtime { get; }

    /// <summary>Its version, as it calls itself: ".NET 10.0.12".</summary>
    public string RuntimeVersion => _parent.Version;

    /// <summary>The parent's PID.</summary>
    public int ParentPid => _parent.Pid;

    /// <summary>What the parent holds; null before <see cref="AllocateAsync"/>.</summary>
    public AllocatedHeap? Heap { get; private set; }

    /// <summary>Starts a quiet, fork-safe parent process.</summary>
    /// <param name="runtime">What runs as parent; .NET unless told.</param>
    /// <param name="options">Time limits.</param>
    /// <param name="cancel">Ends the waiting; nothing is left behind.</param>
    /// <exception cref="ParentNotStartedException">The runtime is missing, or is not what it should be.</exception>
    public static async Task<Laboratory> OpenAsync(Runtime? runtime = null, LabOptions? options = null, CancellationToken cancel = default)
    {
        runtime ??= Runtime.DotNet;
        options ??= new LabOptions();
        return new Laboratory(runtime, await ParentProcess.StartAsync(runtime.Command(options), options.StartLimit, cancel).ConfigureAwait(false), options);
    }

    /// <summary>Has the parent allocate a heap and say how big it is. A parent holds one heap.</summary>
    /// <exception cref="LabUsageException">The runtime does not have that heap, a heap is there already, or this machine's memory is too small.</exception>
    /// <exception cref="ProcessFailedException">The parent ended, refused, or took too long.</exception>
    public async Task<AllocatedHeap> AllocateAsync(Heap heap, CancellationToken cancel = default)
    {
        Runtime.Check(heap);
        if (Heap is not null) throw new LabUsageException($"This parent already holds {Heap.Heap.Count:N0} {Heap.Heap.Name}.", "Open another Laboratory for another heap.");
        MemoryCheck.Check(Runtime, heap, new ProcFs().Meminfo());
        var answer = await _parent.AskAsync($"allocating {heap.Name}", _options.TimeLimit, cancel, "allocate", heap.Name, heap.Count.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        Heap = AllocatedHeap.From(heap, answer);
        return Heap;
    }

    /// <summary>Has the parent fork. The child waits for its first slice when this returns.</summary>
    /// <param name="gc">How the child's collector is set.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="LabUsageException">No heap is allocated yet, or the runtime has no such setting.</exception>
    /// <exception cref="ProcessFailedException">The parent ended, refused, or took too long; or the child ended at once.</exception>
    public async Task<Child> ForkAsync(Gc? gc = null, CancellationToken cancel = default)
    {
        gc ??= Gc.Default;
        Runtime.Check(gc);
        if (Heap is null) throw new LabUsageException("There is nothing to share yet.", "Call AllocateAsync before ForkAsync.");
        return new Child(this, await _parent.ForkAsync(gc.Name, _options.TimeLimit, cancel).ConfigureAwait(false), Heap, gc, _options);
    }

    /// <summary>Where .NET writes the names of the methods that it compiles; a forked child has them at the same addresses.</summary>
    internal string PerfMap => $"/tmp/perf-{ParentPid}.map";

    internal Task RunInParentAsync(Workload workload, CancellationToken cancel) =>
        _parent.AskAsync($"running '{workload.Name}'", _options.TimeLimit, cancel, Protocol.Run, workload.Name);

    /// <summary>Measures the parent.</summary>
    /// <exception cref="Procfs.ProcException">It is gone, or may not be read.</exception>
    public Measurement Measure() => Meter.Measure(ParentPid);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _parent.DisposeAsync().ConfigureAwait(false);
        if (_options.TraceFaults) File.Delete(PerfMap);
    }
}
