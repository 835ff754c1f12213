using System.Text;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Messages;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Catalogues;
using CowNotebooks.Lab.Cells;
using CowNotebooks.Lab.Measuring;
using CowNotebooks.Lab.Predicting;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab;

/// <summary>A fork of the parent, waiting for a cell or running one.</summary>
public sealed class Child : IAsyncDisposable
{
    private readonly Laboratory _lab;
    private readonly ChildProcess _process;
    private readonly CellFiles _files;
    private readonly CatalogueEntry? _setting;
    private readonly List<DoneCell> _cells = [];
    private Lineage _lineage;
    private Run? _baseline;

    internal Child(Laboratory lab, ChildProcess process, CellFiles files, Lineage lineage, Gc gc, CatalogueEntry? setting) =>
        (_lab, _process, _files, _lineage, Gc, _setting, ParentCells) = (lab, process, files, lineage, gc, setting, [.. lab.ParentCells]);

    /// <summary>The child's PID.</summary>
    public int Pid => _process.Pid;

    /// <summary>How its collector is set.</summary>
    public Gc Gc { get; }

    /// <summary>How long fork() took in the parent; there is none when the parent does not say.</summary>
    public Reading<ForkTime> ForkTime => _process.ForkNanoseconds is { } nanoseconds
        ? new ForkTime(nanoseconds)
        : Reading.None<ForkTime>("the parent does not say how long its fork() took.");

    /// <summary>The first empty cell (<see cref="Workload.Noop"/>) that it ran: the <see cref="Run.Baseline"/> of its later runs. Null when it ran none.</summary>
    public Run? Baseline => _baseline;

    /// <summary>How the child ended; null while it waits or runs.</summary>
    public Outcome? Ended => _process.Ended;

    /// <summary>The cells that the parent had run when it forked this child.</summary>
    internal IReadOnlyList<string> ParentCells { get; }

    /// <summary>The cells that this child has run.</summary>
    internal IReadOnlyList<DoneCell> Cells => _cells;

    internal bool IsThere => _process.IsThere;

    /// <summary>Measures the child.</summary>
    /// <exception cref="ProcException">It is gone, or may not be read.</exception>
    public Measurement Measure() => Meter.Measure(Pid);

    /// <summary>Runs code in slices, and measures child and parent before the first and after each.</summary>
    /// <param name="code">In the language of the parent; the variable <c>part</c> says which slice it is.</param>
    /// <param name="slices">In how many parts; more give a finer curve.</param>
    /// <param name="progress">Called after each slice with the measurements so far, while parent and child wait for it to return.</param>
    /// <param name="cancel">Ends the child.</param>
    /// <returns>The run; an error in the code, or the early end of child or parent, is its outcome.</returns>
    public Task<Run> RunAsync(string code, int slices = 1, IProgress<RunProgress>? progress = null, CancellationToken cancel = default) =>
        RunAsync(Workload.Own(code), slices, progress, cancel);

    /// <summary>Runs a workload in slices, and measures child and parent before the first and after each.</summary>
    /// <param name="workload">What the child does.</param>
    /// <param name="slices">In how many parts; more give a finer curve.</param>
    /// <param name="progress">Called after each slice with the measurements so far, while parent and child wait for it to return.</param>
    /// <param name="cancel">Ends the child.</param>
    /// <returns>The run; when the child or parent ends early, the run says how and holds what was measured until then.</returns>
    /// <exception cref="LabUsageException">The runtime does not have that workload, this child cannot run it, or the number of slices makes no sense.</exception>
    public async Task<Run> RunAsync(Workload workload, int slices = 1, IProgress<RunProgress>? progress = null, CancellationToken cancel = default)
    {
        if (slices < 1) throw new LabUsageException(Invariant($"A run cannot have {slices:N0} slices."), "Ask for 1 slice or more.");
        if (_lab.Heap?.Heap.Count is { } most && slices > most)
            throw new LabUsageException(Invariant($"A heap of {most:N0} elements cannot be worked through in {slices:N0} slices."), "Ask for no more slices than elements.");
        var entry = workload.Code is null ? _lab.Catalogue.Workload(workload, Gc, _lab.Options.Gc) : null;
        var cell = new DoneCell(workload, slices, _lab.Expected);
        var isEmpty = entry is null && string.IsNullOrWhiteSpace(workload.Code);
        var prediction = await PredictAsync(entry, isEmpty, cancel).ConfigureAwait(false);
        if (prediction.IsThere && _lab.Description.Unpredictable is { } why) prediction = Prediction.None($"{why}.");
        var measured = new MeasuredRun(_lab, Role.Child, Pid, _lab.ParentPid, workload, slices, prediction, progress);
        IReadOnlyList<CellFile> cells;
        Outcome? failed;
        try
        {
            (cells, failed) = await PrepareAsync(workload, entry, cancel).ConfigureAwait(false);
        }
        catch
        {
            // The run has not begun: what was said of it holds of the next one.
            _lab.Expected = cell.Expected;
            throw;
        }

        if (failed is not null)
        {
            // It holds of the corrected cell as well.
            _lab.Expected = cell.Expected;
            return _lab.LastRun = measured.Unbegun(failed);
        }

        Run run;
        try
        {
            _lab.StopParent();
            run = await measured.RunAsync((slice, doing) => RunSliceAsync(doing, cells, slice, slices, cancel), _process.FindEndAsync).ConfigureAwait(false);
        }
        catch (ProcVanishedException)
        {
            // The parent ended while it was stopped.
            return _lab.LastRun = measured.Unbegun(await _process.FindEndAsync($"running '{workload.Name}'").ConfigureAwait(false));
        }
        finally
        {
            _lab.ContinueParent();
        }

        var shown = await ShowAsync(run, cells[^1], cancel).ConfigureAwait(false) with { Baseline = _baseline, Heap = _lab.Heap };
        if (isEmpty && shown.Outcome.IsCompleted) _baseline ??= shown;
        if (!isEmpty && shown.Outcome.IsCompleted) _cells.Add(cell);
        (_lab.LastChild, _lab.LastRun) = (this, shown);
        return shown;
    }

    /// <summary>Gives variables to this child's cells from now on.</summary>
    /// <param name="values">By name: <c>new { Size }</c>, or a dictionary.</param>
    /// <param name="cancel">Ends the child.</param>
    /// <exception cref="LabUsageException">A value is of a type that cells of other languages cannot take, or too long for a request to a child.</exception>
    /// <exception cref="ProcessFailedException">The child ended, refused, or took too long.</exception>
    public async Task SetAsync(object values, CancellationToken cancel = default)
    {
        foreach (var (name, value) in Variables.Of(values))
        {
            var request = Request.Set(name, value);
            if (Encoding.UTF8.GetByteCount(request) > Request.MostChildBytes)
                throw new LabUsageException($"{name} is too long to be sent to a child.", "Set it in the parent, and fork a fresh child.");
            List<string> requests = [request];
            var declaring = await _files.DeclaringAsync(name, value, _lineage, cancel).ConfigureAwait(false);
            if (declaring is not null) requests.AddRange([Request.Prepare(declaring.Path), Request.Run(declaring.Path, 0, 1)]);
            foreach (var one in requests)
            {
                var (_, outcome) = await _process.AskAsync($"setting {name}", one, _lab.Options.TimeLimit, cancel).ConfigureAwait(false);
                if (!outcome.IsCompleted) throw new ProcessFailedException(outcome);
            }

            if (declaring is not null) _lineage = declaring.After;
        }
    }

    /// <summary>What a variable of the child holds. Reading it touches the child's memory: not between two runs that are to be compared.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="cancel">Ends the child.</param>
    /// <returns>A long, double, string, bool, or an array of one of them.</returns>
    /// <exception cref="LabUsageException">There is no such variable, it holds something else, or the runtime cannot say.</exception>
    /// <exception cref="ProcessFailedException">The child ended or took too long.</exception>
    public async Task<object> GetAsync(string variable, CancellationToken cancel = default) =>
        Variables.Read(variable, await _process.AskAsync($"reading {variable}", Request.Get(variable), _lab.Options.TimeLimit, cancel).ConfigureAwait(false));

    /// <summary>How it ended, when it turned out to be gone while it waited.</summary>
    internal Task<Outcome> FindEndAsync(string doing) => _process.FindEndAsync(doing);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _lab.Forget(this);
        await _process.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>One whole cycle of an empty cell, as a warm-up: a first execution costs faults of its own.</summary>
    internal async Task WarmUpAsync(CancellationToken cancel)
    {
        const string doing = "starting";
        foreach (var request in new[] { Request.Prepare(_files.Empty), Request.Run(_files.Empty, 0, 1), Request.Show(_files.Empty) })
        {
            var (_, outcome) = await _process.AskAsync(doing, request, _lab.Options.TimeLimit, cancel).ConfigureAwait(false);
            if (!outcome.IsCompleted) throw new ProcessFailedException(outcome);
        }
    }

    private async Task<Reading<Prediction>> PredictAsync(CatalogueEntry? entry, bool isEmpty, CancellationToken cancel)
    {
        // What was said of the next run is not said of the empty one before it, which is its baseline.
        if (isEmpty) return Prediction.Of(PageRanges.None);
        if (await _lab.ExpectedAsync(cancel).ConfigureAwait(false) is { } expected) return _setting?.Unknown is { } why ? Prediction.None($"{why}.") : expected;
        return entry is not null ? Prediction.For(entry, _lab.Heap, _setting)
            : Prediction.None("it is not known what this code will write: name a variable whose elements it writes.");
    }

    /// <summary>Prepares the cell, and the setting if it is one of the child's; or says why it cannot.</summary>
    private async Task<(IReadOnlyList<CellFile> Cells, Outcome? Failed)> PrepareAsync(Workload workload, CatalogueEntry? entry, CancellationToken cancel)
    {
        var doing = $"preparing '{workload.Name}'";
        try
        {
            var cell = await _files.OfAsync(workload.Code, entry, _lineage, forChild: true, cancel).ConfigureAwait(false);
            List<CellFile> cells = _setting is null ? [cell] : [await _files.OfAsync(null, _setting, _lineage, forChild: true, cancel).ConfigureAwait(false), cell];
            // Then the empty cell runs once: preparing moves the allocator's position, and faults on its next pages are not the cell's.
            var requests = (entry?.Arguments ?? []).Select(argument => Request.Set(argument.Name, CellValue.Of(argument.Value)!))
                .Concat(cells.Select(file => Request.Prepare(file.Path))).Append(Request.Run(_files.Empty, 0, 1));
            foreach (var request in requests)
            {
                var (_, outcome) = await _process.AskAsync(doing, request, _lab.Options.TimeLimit, cancel).ConfigureAwait(false);
                if (!outcome.IsCompleted) return ([], outcome);
            }

            return (cells, null);
        }
        catch (CellNotCompiledException error)
        {
            return ([], new Raised(Role.Child, doing, error.Message));
        }
    }

    private async Task<Outcome> RunSliceAsync(string doing, IReadOnlyList<CellFile> cells, int slice, int slices, CancellationToken cancel)
    {
        if (slice == 0 && cells.Count > 1)
        {
            var (_, set) = await _process.AskAsync(doing, Request.Run(cells[0].Path, 0, 1), _lab.Options.TimeLimit, cancel).ConfigureAwait(false);
            if (!set.IsCompleted) return set;
        }

        return (await _process.AskAsync(doing, Request.Run(cells[^1].Path, slice, slices), _lab.Options.TimeLimit, cancel).ConfigureAwait(false)).Outcome;
    }

    /// <summary>What the cell printed, and the text of its value: making it touches memory, so it comes after everything is measured.</summary>
    private async Task<Run> ShowAsync(Run run, CellFile cell, CancellationToken cancel)
    {
        if (!run.Outcome.IsCompleted) return run with { Output = _process.Output.ReadNew() };
        _lineage = cell.After;
        var (answer, outcome) = await _process.AskAsync($"showing the value of '{run.Workload.Name}'", Request.Show(cell.Path), _lab.Options.TimeLimit, cancel).ConfigureAwait(false);
        if (outcome is not (Completed or Raised)) return run with { Outcome = outcome, Output = _process.Output.ReadNew() };
        return run with { Value = answer?.Value ?? (outcome is Raised raised ? raised.Message : null), Output = _process.Output.ReadNew() };
    }
}
