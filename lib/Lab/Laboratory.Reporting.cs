using CowNotebooks.Forking;
using CowNotebooks.Forking.Messages;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Predicting;
using CowNotebooks.Lab.Recording;
using CowNotebooks.Lab.Starting;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <content>Reports about cells, the same cells with other values, and recordings in place of a runtime that is missing.</content>
public sealed partial class Laboratory
{
    private readonly ParentNotStartedException? _missing;
    private readonly Report? _opened;
    private readonly Dictionary<string, CellValue> _values = [];
    private readonly List<string> _parentCells = [];

    private Laboratory(Runtime runtime, ParentNotStartedException missing, Report recorded, LabOptions options)
    {
        (Runtime, _missing, Options) = (runtime, missing, options);
        Recorded = _opened = Instead(recorded);
    }

    /// <summary>The recorded report that stands in for a runtime which is not installed; null when the runtime is there and everything is measured now.</summary>
    public Report? Recorded { get; private set; }

    /// <summary>Why the runtime is not there, and what to do; null when it is.</summary>
    public string? Missing => _missing?.Message;

    /// <summary>The code of the cells that the parent has run, in order.</summary>
    internal IReadOnlyList<string> ParentCells => _parentCells;

    /// <summary>What the next run is expected to write; null when nothing was said.</summary>
    internal Expectation? Expected { get; set; }

    /// <summary>The child that has run a cell last, the ones that do nothing not counted.</summary>
    internal Child? LastChild { get; set; }

    /// <summary>
    /// As <see cref="OpenAsync"/>; where the runtime is not installed, a laboratory that shows recorded runs instead, marked as recorded. Whatever needs
    /// the parent throws there.
    /// </summary>
    /// <param name="runtime">What runs as parent.</param>
    /// <param name="values">Variables for all cells, by name.</param>
    /// <param name="recording">A file that <see cref="Recordings.Save"/> wrote: what a child's cell shows where the runtime is missing.</param>
    /// <param name="options">Time limits.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="LabUsageException">The recording is needed and is not there, or is not one.</exception>
    public static async Task<Laboratory> OpenOrRecordedAsync(
        Runtime runtime, object? values, string recording, LabOptions? options = null, CancellationToken cancel = default)
    {
        try
        {
            return await OpenAsync(runtime, values, options, cancel).ConfigureAwait(false);
        }
        catch (ParentNotStartedException missing)
        {
            var lab = new Laboratory(runtime, missing, Recordings.Load(recording), options ?? new LabOptions());
            OpenLaboratories.Add(lab);
            return lab;
        }
    }

    /// <summary>Where the runtime is missing: makes another recorded run the last one.</summary>
    /// <param name="recording">A file that <see cref="Recordings.Save"/> wrote; by default the one that the laboratory was opened with.</param>
    /// <exception cref="InvalidOperationException">The runtime is there.</exception>
    /// <exception cref="LabUsageException">There is no such recording.</exception>
    public Report ShowRecorded(string? recording = null)
    {
        if (_missing is null) throw new InvalidOperationException($"{Runtime.Name} is installed: its cells are measured.");
        Recorded = recording is null ? _opened! : Instead(Recordings.Load(recording));
        LastRun = Recorded.Run;
        return Recorded;
    }

    /// <summary>
    /// The last run of a child as a report: beside it what a child takes that does nothing, which is measured now. Reports go into tables and charts side by side.
    /// </summary>
    /// <param name="name">What the report calls the cell; by default what the cell is called already.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="LabUsageException">No child has run a cell yet, or the cell did not begin.</exception>
    /// <exception cref="ProcessFailedException">The parent ended, or took too long.</exception>
    public async Task<Report> ReportAsync(string? name = null, CancellationToken cancel = default)
    {
        if (LastRun is not { By: Role.Child } run) throw new LabUsageException("No child has run a cell since the parent did.", "Run a cell in a child first.");
        if (run.Points.Count == 0) throw new LabUsageException($"The last cell was not measured: {run.Outcome}", "Correct the cell and run it again.");
        if (name is not null) run = run with { Workload = run.Workload.Called(name) };
        if (Recorded is { } recorded) return recorded with { Run = run };
        var child = LastChild;
        var noop = await RunInChildAsync(Workload.Noop, run.Slices, cancel: cancel).ConfigureAwait(false);
        (LastRun, LastChild) = (run, child);
        return new Report
        {
            Runtime = Description.Runtime,
            RuntimeVersion = RuntimeVersion,
            Heap = Heap?.Heap ?? Lab.Heap.Own(string.Join('\n', _parentCells)),
            Gc = child?.Gc ?? Gc.Default,
            DeepSize = Heap?.DeepSize,
            Run = run,
            ForkTime = child?.ForkTime ?? Reading.NotAsked<ForkTime>(),
            Noop = noop.Outcome.IsCompleted ? noop : null,
            Surroundings = Machine.Read().Notes,
        };
    }

    /// <summary>
    /// The same cells with other values: for each value a fresh parent runs the cells that this one has run before it forked, and its child those that the
    /// last child has run. The last of them is reported.
    /// </summary>
    /// <param name="name">The value to change, one of those that the laboratory was opened with: "Size".</param>
    /// <param name="values">What it is to be, in order.</param>
    /// <param name="recordings">A recorded run for each value, for a machine without the runtime.</param>
    /// <param name="cancel">Ends it; no process is left behind.</param>
    /// <returns>A report for each value, which is the count of its heap.</returns>
    /// <exception cref="LabUsageException">There is no such value, no child has run a cell, or the runtime is missing and so are the recordings.</exception>
    /// <exception cref="ProcessFailedException">A parent or child ended, a cell failed, or took too long.</exception>
    public async Task<Report[]> SweepAsync(string name, IReadOnlyList<long> values, IReadOnlyList<string>? recordings = null, CancellationToken cancel = default)
    {
        if (_missing is not null)
        {
            return recordings?.Count == values.Count
                ? [.. recordings.Select(recording => Instead(Recordings.Load(recording)))]
                : throw new LabUsageException(_missing.Message, "Give a recorded run for each value.");
        }

        if (LastChild is not { Cells.Count: > 0 } child) throw new LabUsageException("No child has run a cell yet.", "Run a cell in a child first.");
        if (!_values.ContainsKey(name)) throw new LabUsageException($"The laboratory was opened without a value '{name}'.", $"Open it with new {{ {name} }}.");
        var reports = new List<Report>();
        foreach (var value in values) reports.Add(await AgainAsync(child, name, value, cancel).ConfigureAwait(false));
        return [.. reports];
    }

    private Report Instead(Report recorded) => recorded with { Recorded = $"{_missing!.Message} Shown instead: {recorded.Recorded}" };

    private async Task<Report> AgainAsync(Child model, string name, long value, CancellationToken cancel)
    {
        var all = _values.ToDictionary(one => one.Key, one => (object?)(one.Key == name ? value : one.Value.ToObject()));
        var lab = await StartAsync(Runtime, all, Options, cancel, model: this).ConfigureAwait(false);
        await using (lab.ConfigureAwait(false))
        {
            foreach (var code in model.ParentCells) Completed(await lab.RunAsync(code, cancel).ConfigureAwait(false));
            var child = await lab.ForkAsync(model.Gc, cancel).ConfigureAwait(false);
            foreach (var cell in model.Cells)
            {
                lab.Expected = cell.Expected;
                Completed(await child.RunAsync(cell.Workload, cell.Slices, cancel: cancel).ConfigureAwait(false));
            }

            if (Heap?.Heap is { Code: not null } heap) await lab.SizeAsync(heap.Name, cancel).ConfigureAwait(false);
            var report = await lab.ReportAsync(LastRun?.Workload.Name, cancel).ConfigureAwait(false);
            return report with { Heap = Lab.Heap.Own(report.Heap.Code ?? "", report.Heap.Name, value) };
        }
    }

    private static void Completed(Run run)
    {
        if (!run.Outcome.IsCompleted) throw new ProcessFailedException(run.Outcome);
    }
}
