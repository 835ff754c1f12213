using CowNotebooks.Forking;
using CowNotebooks.Forking.Messages;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Catalogues;
using CowNotebooks.Lab.Cells;
using CowNotebooks.Lab.Measuring;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Lab.Predicting;
using CowNotebooks.Lab.Starting;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>
/// A session with one parent process: run cells in it, fork children from it, measure both from here, the observer. Disposing it leaves no process behind.
/// <code>
/// await using var lab = await Laboratory.OpenAsync(Runtime.CPython(), new { Size = 1_000_000 });
/// await lab.RunAsync("long_list = list(range(Size))");
/// var child = await lab.ForkAsync();
/// var run   = await child.RunAsync("for i in long_list: pass");
/// </code>
/// </summary>
public sealed partial class Laboratory : IAsyncDisposable
{
    private const string HeapVariable = "heap", CountVariable = "count";
    private readonly ParentProcess? _process;
    private readonly CellFiles? _cellFiles;
    private readonly List<Child> _children = [];
    private Lineage _lineage = Lineage.Empty;

    private Laboratory(Runtime runtime, ParentProcess parent, LabOptions options, Laboratory? model)
    {
        (Runtime, _process, Options) = (runtime, parent, options);
        _cellFiles = new CellFiles(parent.Description, parent.Folder, options.WorkingFolder, runtime.StartSetting(options.Gc)?.CannotCollect, model?._cellFiles);
    }

    /// <summary>Raised when <see cref="Current"/> became another laboratory, or none.</summary>
    public static event EventHandler? CurrentChanged
    {
        add => OpenLaboratories.CurrentChanged += value;
        remove => OpenLaboratories.CurrentChanged -= value;
    }

    /// <summary>
    /// The laboratory that was opened last and is not disposed, in which cells run that name none: #!parent and #!child of a notebook. Null without one. When it is
    /// disposed, the one that was opened before it follows.
    /// </summary>
    public static Laboratory? Current => OpenLaboratories.Current;

    /// <summary>Disposes of every laboratory that is open in this process, the newest first: no process is left behind.</summary>
    public static async Task CloseAllAsync()
    {
        foreach (var lab in OpenLaboratories.Newest()) await lab.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What runs as parent.</summary>
    public Runtime Runtime { get; }

    /// <summary>What the parent says of itself.</summary>
    public Ready Description => Parent.Description;

    /// <summary>Its version, as it calls itself: ".NET 10.0.12".</summary>
    public string RuntimeVersion => Recorded?.RuntimeVersion ?? Description.Version;

    /// <summary>The language of its cells, "python"; null where a recording stands in for the runtime.</summary>
    public string? Language => _process?.Description.Language;

    /// <summary>The parent's PID.</summary>
    public int ParentPid => Description.Pid;

    /// <summary>Its named heaps, workloads and settings.</summary>
    public Catalogue Catalogue => Catalogue.Of(Description.Catalogue);

    /// <summary>What the parent holds, once it was asked for: <see cref="AllocateAsync"/> or <see cref="SizeAsync"/>; else null.</summary>
    public AllocatedHeap? Heap { get; private set; }

    /// <summary>The child that was forked last and is still there; null without one.</summary>
    public Child? Child => _children.LastOrDefault(child => child.IsThere);

    /// <summary>The last run, in a child or in the parent; null before the first.</summary>
    public Run? LastRun { get; internal set; }

    internal LabOptions Options { get; }

    internal ParentProcess Parent => _process ?? throw _missing!;

    /// <summary>As <see cref="Parent"/>, which has not ended.</summary>
    private ParentProcess Living => Parent.Ended is { } ended
        ? throw new ProcessFailedException(ended, remedy: "What this laboratory held is gone with its parent. Open another: await Laboratory.OpenAsync(…).")
        : Parent;

    private CellFiles Files => _cellFiles ?? throw _missing!;

    private ObjectLayouts Layouts => Runtime.Layouts.With(Description.Words);

    /// <summary>Where .NET writes the names of the methods it compiles; a forked child has the methods at the same addresses.</summary>
    internal string PerfMap => Path.Combine(Parent.Folder, $"perf-{ParentPid}.map");

    /// <summary>Starts an idle parent process that can be forked.</summary>
    /// <param name="runtime">What runs as parent; by default .NET.</param>
    /// <param name="values">Variables for all cells, by name: <c>new { Size }</c>. Numbers, strings, truth values, and lists of one of them.</param>
    /// <param name="options">Time limits.</param>
    /// <param name="cancel">Ends the waiting; nothing is left behind.</param>
    /// <exception cref="SessionFolderException">There is no room for the files of the session.</exception>
    /// <exception cref="ParentNotStartedException">The runtime is missing, or is not what it should be.</exception>
    /// <exception cref="LabUsageException">A value is of a type that cells of other languages cannot take, or the runtime has no such setting.</exception>
    public static async Task<Laboratory> OpenAsync(Runtime? runtime = null, object? values = null, LabOptions? options = null, CancellationToken cancel = default)
    {
        var lab = await StartAsync(runtime ?? Runtime.DotNet, values, options ?? new LabOptions(), cancel).ConfigureAwait(false);
        OpenLaboratories.Add(lab);
        return lab;
    }

    /// <summary>As <see cref="OpenAsync"/>, for an experiment: <see cref="Current"/> stays what it is.</summary>
    /// <param name="runtime">What runs as parent.</param>
    /// <param name="values">Variables for all cells.</param>
    /// <param name="options">Time limits.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <param name="model">A laboratory of the same runtime that outlives this one, and whose cells will be run again: they are not compiled again.</param>
    internal static async Task<Laboratory> StartAsync(Runtime runtime, object? values, LabOptions options, CancellationToken cancel, Laboratory? model = null)
    {
        var lab = new Laboratory(runtime, await ParentProcess.StartAsync(runtime.Command(options), options.StartLimit, cancel).ConfigureAwait(false), options, model);
        try
        {
            lab.Catalogue.Setting(options.Gc, options.Gc, runtime);
            if (values is not null) await lab.SetAsync(values, cancel).ConfigureAwait(false);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Has the parent allocate a heap, and a scout say how big it is. A parent holds one heap.</summary>
    /// <exception cref="LabUsageException">The runtime does not have that heap, a heap is there already, or this machine's memory is too small.</exception>
    /// <exception cref="ProcessFailedException">The parent ended, refused, or took too long; or the code failed.</exception>
    public async Task<AllocatedHeap> AllocateAsync(Heap heap, CancellationToken cancel = default)
    {
        if (Heap is not null) throw new LabUsageException($"This parent already holds {Invariant($"{Heap.Heap.Count:N0} {Heap.Heap.Name}").Trim()}.", "Open another Laboratory for another heap.");
        var entry = heap.Code is null ? Catalogue.Heap(heap) : null;
        if (entry is not null)
        {
            entry.RequireMemory(heap.Count!.Value, AvailableMemory.Read());
            foreach (var (name, value) in entry.Arguments.Prepend((CountVariable, heap.Count.Value)))
                await AskAsync($"setting {name}", Request.Set(name, CellValue.Of(value)!), cancel).ConfigureAwait(false);
        }

        var doing = entry is null ? $"running '{heap.Name}'" : $"allocating {heap.Name}";
        var (_, outcome) = await RunCodeAsync(doing, heap.Code, entry, cancel).ConfigureAwait(false);
        if (!outcome.IsCompleted) throw new ProcessFailedException(outcome);
        var allocated = entry is null ? new AllocatedHeap(heap, null) { Layouts = Layouts } : await SizeCatalogueHeapAsync(heap, cancel).ConfigureAwait(false);
        Hold(allocated);
        return allocated;
    }

    /// <summary>Runs code in the parent. Children wait in the meantime: what the parent writes and they share, the parent copies.</summary>
    /// <param name="code">In the language of the parent.</param>
    /// <param name="cancel">Ends the waiting; the laboratory cannot be used afterwards.</param>
    /// <returns>The run; an error in the code is its outcome.</returns>
    /// <exception cref="ProcessFailedException">The parent ended or took too long.</exception>
    public Task<Run> RunAsync(string code, CancellationToken cancel = default) => RunAsync(Workload.Own(code), cancel);

    /// <summary>Runs a workload of the catalogue in the parent itself, whole.</summary>
    /// <param name="workload">What the parent does.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="LabUsageException">The runtime does not have that workload, or it would end the parent.</exception>
    /// <exception cref="ProcessFailedException">The parent ended or took too long.</exception>
    public async Task<Run> RunAsync(Workload workload, CancellationToken cancel = default)
    {
        var entry = workload.Code is null ? Catalogue.Workload(workload) : null;
        if (entry is { EndsChild: true }) throw new LabUsageException($"'{workload.Name}' would end the parent, which every child needs.", "Have a child run it.");
        foreach (var (name, value) in entry?.Arguments ?? []) await AskAsync($"setting {name}", Request.Set(name, CellValue.Of(value)!), cancel).ConfigureAwait(false);
        var child = Child?.Pid;
        var expected = Expected;
        var prediction = await ExpectedAsync(cancel).ConfigureAwait(false) ?? Prediction.None("Nothing is predicted of what a parent runs.");
        var measured = new MeasuredRun(this, Role.Parent, ParentPid, child, workload, slices: 1, prediction, progress: null);
        try
        {
            var cell = await Files.OfAsync(workload.Code, entry, _lineage, forChild: false, cancel).ConfigureAwait(false);
            // Compiling is kept out of the measurement only when there is a child to share pages with.
            var run = child is null ? await RunWholeAsync(measured, cell, cancel).ConfigureAwait(false) : await RunInStepsAsync(measured, cell, cancel).ConfigureAwait(false);
            _isHeapOld = true;
            if (workload.Code is { } code && run.Outcome.IsCompleted) _parentCells.Add(code);
            return LastRun = run with { Output = Parent.Output.ReadNew(), Heap = Heap };
        }
        catch (CellNotCompiledException error)
        {
            Expected = expected;
            return LastRun = measured.Unbegun(new Raised(Role.Parent, $"running '{workload.Name}'", error.Message));
        }
    }

    /// <summary>Has the parent fork. The child waits for its first cell when this returns.</summary>
    /// <param name="gc">How the collector is set; by default as <see cref="LabOptions.Gc"/> says.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="LabUsageException">The runtime has no such setting, or the parent was started without it.</exception>
    /// <exception cref="ProcessFailedException">The parent ended, refused, or took too long; or the child ended at once.</exception>
    public async Task<Child> ForkAsync(Gc? gc = null, CancellationToken cancel = default)
    {
        gc ??= Options.Gc;
        return await ForkAsync(gc, await ApplyAsync(gc, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
    }

    /// <summary>Sets the collector, where that is done in the parent.</summary>
    /// <returns>The setting that each child runs itself; null when there is none.</returns>
    internal async Task<CatalogueEntry?> ApplyAsync(Gc gc, CancellationToken cancel)
    {
        var setting = Catalogue.Setting(gc, Options.Gc, Runtime);
        if (setting is not { RunsInParent: true }) return setting is { OnlyStarts: true } ? null : setting;
        var (_, outcome) = await RunCodeAsync($"setting gc {gc.Name}", null, setting, cancel).ConfigureAwait(false);
        if (!outcome.IsCompleted) throw new ProcessFailedException(outcome);
        // A setting may move objects, or switch off what made their writes unknown.
        _isHeapOld = true;
        await SizeAgainAsync(cancel).ConfigureAwait(false);
        return null;
    }

    /// <summary>Forks a child. What is set in the parent, <see cref="ApplyAsync"/> has set.</summary>
    internal async Task<Child> ForkAsync(Gc gc, CatalogueEntry? settingOfChild, CancellationToken cancel)
    {
        await SizeAgainAsync(cancel).ConfigureAwait(false);
        var process = await Living.ForkAsync(Options.TimeLimit, cancel).ConfigureAwait(false);
        var child = new Child(this, process, Files, _lineage, gc, settingOfChild);
        _children.Add(child);
        try
        {
            await child.WarmUpAsync(cancel).ConfigureAwait(false);
            return child;
        }
        catch
        {
            await child.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Forks a child, has it run a workload of the catalogue, and ends it.</summary>
    /// <param name="workload">What the child does.</param>
    /// <param name="slices">In how many parts.</param>
    /// <param name="gc">How the collector is set.</param>
    /// <param name="progress">Called after each slice with the measurements so far.</param>
    /// <param name="cancel">Ends the child.</param>
    /// <exception cref="LabUsageException">The runtime does not have that workload or setting, or the number of slices makes no sense.</exception>
    /// <exception cref="ProcessFailedException">The parent ended, refused, or took too long; or the child ended at once.</exception>
    public async Task<Run> RunInChildAsync(
        Workload workload, int slices = 1, Gc? gc = null, IProgress<RunProgress>? progress = null, CancellationToken cancel = default)
    {
        var child = await ForkAsync(gc, cancel).ConfigureAwait(false);
        await using (child.ConfigureAwait(false)) return await child.RunAsync(workload, slices, progress, cancel).ConfigureAwait(false);
    }

    /// <summary>Measures the parent.</summary>
    /// <exception cref="ProcException">It is gone, or may not be read.</exception>
    public Measurement Measure() => Meter.Measure(ParentPid);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        OpenLaboratories.Remove(this);
        if (_process is not null) await _process.DisposeAsync().ConfigureAwait(false);
        if (_cellFiles is not null) await _cellFiles.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Returns when none of the parent's threads runs: a write by one of them would make memory of the child private.</summary>
    internal void StopParent()
    {
        Parent.Stop();
        Meter.AwaitStop(ParentPid);
    }

    internal void ContinueParent() => Parent.Continue();

    internal void Forget(Child child) => _children.Remove(child);

    /// <summary>Runs own code, or an entry of the catalogue, in the parent: the value as text, and how it ended.</summary>
    private async Task<(string? Value, Outcome Outcome)> RunCodeAsync(string doing, string? code, CatalogueEntry? entry, CancellationToken cancel)
    {
        try
        {
            return await RunCellAsync(doing, await Files.OfAsync(code, entry, _lineage, forChild: false, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        }
        catch (CellNotCompiledException error)
        {
            return (null, new Raised(Role.Parent, doing, error.Message));
        }
    }

    private async Task<(string? Value, Outcome Outcome)> RunCellAsync(string doing, CellFile cell, CancellationToken cancel)
    {
        var (answer, outcome) = await StepAsync(doing, Request.Cell(cell.Path), cancel).ConfigureAwait(false);
        if (outcome.IsCompleted) _lineage = cell.After;
        return (answer.Value, outcome);
    }

    private async Task<Run> RunWholeAsync(MeasuredRun measured, CellFile cell, CancellationToken cancel)
    {
        string? value = null;
        var run = await measured.RunAsync(async (_, doing) =>
        {
            (value, var outcome) = await RunCellAsync(doing, cell, cancel).ConfigureAwait(false);
            return outcome;
        }, LostAsync).ConfigureAwait(false);
        return run with { Value = value };
    }

    /// <summary>As a child does: prepared, run, shown, and only the run is measured.</summary>
    private async Task<Run> RunInStepsAsync(MeasuredRun measured, CellFile cell, CancellationToken cancel)
    {
        var (_, prepared) = await StepAsync("preparing", Request.Prepare(cell.Path), cancel).ConfigureAwait(false);
        if (!prepared.IsCompleted) return measured.Unbegun(prepared);
        var run = await measured.RunAsync(async (_, doing) => (await StepAsync(doing, Request.Run(cell.Path, 0, 1), cancel).ConfigureAwait(false)).Outcome, LostAsync).ConfigureAwait(false);
        if (!run.Outcome.IsCompleted) return run;
        _lineage = cell.After;
        return run with { Value = (await StepAsync("showing its value", Request.Show(cell.Path), cancel).ConfigureAwait(false)).Answer.Value };
    }

    /// <summary>A laboratory cannot be used without its parent.</summary>
    private async Task<Outcome> LostAsync(string doing) => throw new ProcessFailedException(await Living.EndAsync(doing).ConfigureAwait(false));

    private async Task<(Answer Answer, Outcome Outcome)> StepAsync(string doing, string request, CancellationToken cancel)
    {
        var answer = await Living.AskAsync(doing, request, Options.TimeLimit, cancel).ConfigureAwait(false);
        return (answer, answer.Error is { } error ? new Raised(Role.Parent, doing, error) : new Completed(Role.Parent, doing));
    }

    private async Task AskAsync(string doing, string request, CancellationToken cancel)
    {
        var answer = await Living.AskAsync(doing, request, Options.TimeLimit, cancel).ConfigureAwait(false);
        if (answer.Error is { } why) throw new ProcessFailedException(new Refused(Role.Parent, doing, why));
    }
}
