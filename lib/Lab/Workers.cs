using System.Globalization;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Catalogues;
using CowNotebooks.Lab.Measuring;
using CowNotebooks.Lab.Predicting;
using CowNotebooks.Lab.Sentences;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>
/// Several children of one parent that have run the same workload and all stay, as the workers of a server do: RAM = shared + K x private, measured after
/// each worker. Sizes are bytes.
/// <code>
/// var workers = await Workers.RunAsync(Runtime.CPython(), Heap.Strings(1_000_000), Workload.Iterate, 4);
/// </code>
/// </summary>
public sealed record Workers
{
    /// <summary>The runtime's name: "dotnet", "python".</summary>
    public required string Runtime { get; init; }

    /// <summary>Its version, as it calls itself.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>What the parent held.</summary>
    public required Heap Heap { get; init; }

    /// <summary>What each worker did.</summary>
    public required Workload Workload { get; init; }

    /// <summary>How the collector was set.</summary>
    public required Gc Gc { get; init; }

    /// <summary>What was measured without a worker, after the first, after the second …</summary>
    public required IReadOnlyList<WorkersPoint> Points { get; init; }

    /// <summary>The anonymous memory of the family at the end, by PSS and by page frames.</summary>
    public required Reading<AnonymousMemory> Anonymous { get; init; }

    /// <summary>
    /// What could be taken before the parent was started: MemAvailable of meminfo (since Linux 3.14), or what is left of the limit of its control group
    /// when that is less; null when the kernel does not say.
    /// </summary>
    public required long? AvailableBytes { get; init; }

    /// <summary>What makes the figures approximate or unusual on this machine. Each is a sentence.</summary>
    public IReadOnlyList<string> Surroundings { get; init; } = [];

    /// <summary>What the line knows nothing of.</summary>
    public static string LeftOut =>
        "Not in the line: pages of files, which exist once and are counted by their share; what the kernel keeps for a process besides page tables; memory that is taken "
        + "only while the work runs, or that workers write later.";

    /// <summary>How many workers ran.</summary>
    public int Count => Points.Count - 1;

    /// <summary>What each worker ran.</summary>
    public IReadOnlyList<Run> Runs => [.. Points.Select(point => point.Run).OfType<Run>()];

    /// <summary>The RAM of the family as a line: <see cref="WorkersPoint.RamBytes"/>.</summary>
    public WorkersModel Ram => WorkersModel.Through([.. Points.Select(point => point.RamBytes)]);

    /// <summary>Its page tables as a line; null when the kernel does not say.</summary>
    public WorkersModel? PageTables => Points.All(point => point.PageTableBytes is not null) ? WorkersModel.Through([.. Points.Select(point => point.PageTableBytes!.Value)]) : null;

    /// <summary>How many workers fit into <see cref="AvailableBytes"/>, RAM and page tables together.</summary>
    public Reading<WorkersThatFit> ThatFit =>
        AvailableBytes is not { } available ? Reading.None<WorkersThatFit>("This kernel does not say MemAvailable of meminfo, which Linux has since 3.14.")
        : WorkersThatFit.Of(available - (Points[^1].FileBytes ?? 0), Ram, PageTables, Count) is { } fit ? fit
        : Reading.None<WorkersThatFit>("A worker takes less than can be measured.");

    /// <summary>What a reader must know before trusting the figures. Each is a sentence.</summary>
    public IReadOnlyList<string> Notes => [.. Findings().Distinct()];

    /// <summary>Where the limit is, after <see cref="AvailableBytes"/> in a sentence; empty for the machine's.</summary>
    internal string AvailableWhere { get; init; } = "";

    /// <summary>The settings that the parent offers.</summary>
    internal IReadOnlyList<CatalogueEntry> Settings { get; init; } = [];

    /// <summary>The word of each element that the workload is predicted to write; null when nothing was predicted.</summary>
    internal string? PredictedWord { get; init; }

    /// <summary>Loads a fresh parent, then forks workers one after another: each runs the workload and stays. No process is left behind.</summary>
    /// <param name="runtime">What runs as parent and workers.</param>
    /// <param name="heap">What the parent holds.</param>
    /// <param name="workload">What each worker does with it.</param>
    /// <param name="count">How many workers, 1 or more; the error of the line is known from 2 on.</param>
    /// <param name="gc">How the collector is set; by default as the options say. A setting that runs in the parent runs once.</param>
    /// <param name="slices">In how many parts each worker runs it.</param>
    /// <param name="options">Time limits.</param>
    /// <param name="own">Values and an expectation for code of one's own.</param>
    /// <param name="progress">Called when the next worker is forked, with its number.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="LabUsageException">The arguments do not fit the runtime, or so many workers do not fit into this machine's memory.</exception>
    /// <exception cref="ParentNotStartedException">The runtime is missing, or is not what it should be.</exception>
    /// <exception cref="ProcessFailedException">The parent or a worker ended, refused, took too long, or its code failed.</exception>
    public static async Task<Workers> RunAsync(
        Runtime runtime,
        Heap heap,
        Workload workload,
        int count,
        Gc? gc = null,
        int slices = 1,
        LabOptions? options = null,
        OwnCode? own = null,
        IProgress<int>? progress = null,
        CancellationToken cancel = default)
    {
        if (count < 1) throw new LabUsageException(Invariant($"A family needs a worker, and {count:N0} were asked for."), "Ask for 1 or more.");
        // A bill shows neither a curve nor the parent's pages.
        options ??= new LabOptions { Curve = false, BothSides = false };
        gc ??= options.Gc;
        own ??= new OwnCode();
        var available = AvailableMemory.Read();
        await using var lab = await Laboratory.StartAsync(runtime, own.Values, options with { Gc = gc }, cancel).ConfigureAwait(false);
        var (_, idle) = await Experiment.LoadAsync(lab, heap, workload, slices, cancel).ConfigureAwait(false);
        var entry = workload.Code is null ? lab.Catalogue.Workload(workload) : null;
        var room = new WorkersRoom(count);
        room.Require(idle.After?.Child, entry is null ? null : Prediction.For(entry, lab.Heap, lab.Catalogue.Setting(gc)).Value?.Pages);

        // Once, and before the first point: what that costs the parent no worker takes again.
        var settingOfChild = await lab.ApplyAsync(gc, cancel).ConfigureAwait(false);
        var workers = new List<Child>();
        List<WorkersPoint> points = [await WorkersPoint.MeasureAsync(lab, workers, run: null).ConfigureAwait(false)];
        while (workers.Count < count)
        {
            progress?.Report(workers.Count + 1);
            // One scout is enough: they all do the same.
            if (workers.Count == 0 && own.Predict is not null) lab.Predict(own.Predict);
            workers.Add(await lab.ForkAsync(gc, settingOfChild, cancel).ConfigureAwait(false));
            var run = await workers[^1].RunAsync(workload, slices, cancel: cancel).ConfigureAwait(false);
            if (!run.Outcome.IsCompleted) throw new ProcessFailedException(run.Outcome);
            points.Add(await WorkersPoint.MeasureAsync(lab, workers, run).ConfigureAwait(false));
            room.Require(points[^2], points[^1]);
        }

        return new Workers
        {
            Runtime = lab.Description.Runtime,
            RuntimeVersion = lab.RuntimeVersion,
            Heap = heap,
            Workload = workload,
            Gc = gc,
            Points = points,
            Anonymous = AnonymousMemory.Of([lab.ParentPid, .. workers.Select(worker => worker.Pid)]),
            AvailableBytes = available.Bytes,
            AvailableWhere = available.Where,
            Surroundings = Machine.Read().Notes,
            Settings = lab.Catalogue.Settings,
            PredictedWord = entry is not null ? entry.Writes?.Name : own.Predict is null ? null : lab.Heap?.FirstWord,
        };
    }

    /// <summary>The bill: the line and its error, page tables, how many workers fit.</summary>
    public override string ToString()
    {
        var error = Ram.ErrorBytes is { } bytes ? $"the largest deviation is {ByteText.Of(bytes)}" : "one worker does not show how far it is off";
        string[] besides =
        [
            .. PageTables is { } line ? [$"page tables take {Line(line)}"] : Array.Empty<string>(),
            .. Points[^1].FileBytes is { } files ? [$"pages of files {ByteText.Of(files)}"] : Array.Empty<string>(),
        ];
        var beside = besides.Length == 0 ? "" : $" Besides, {string.Join(", and ", besides)}.";
        return Invariant($"RAM = {Line(Ram)}, by least squares over 0 to {Count:N0} workers; {error}.{beside} {Fitting}");
    }

    private string Fitting => ThatFit is not { Value: { } fit } ? ThatFit.Why : string.Create(CultureInfo.InvariantCulture,
        $"{ByteText.Of(AvailableBytes!.Value)} were available{AvailableWhere} before the start: {fit.Workers:N0} such workers fit{Range(fit)}.");

    private static string Range(WorkersThatFit fit) => fit switch
    {
        { Fewest: { } fewest, Most: { } most } when fewest == most => "",
        { Fewest: { } fewest, Most: { } most } => string.Create(CultureInfo.InvariantCulture, $", {fewest:N0} to {most:N0} within that error"),
        { Fewest: { } fewest } => string.Create(CultureInfo.InvariantCulture, $", {fewest:N0} or more within that error"),
        _ => "",
    };

    private static string Line(WorkersModel line) => $"{ByteText.Of(line.SharedBytes)} + K x {ByteText.Of(line.PrivateBytes)}";

    private IEnumerable<string> Findings()
    {
        if (Anonymous is { IsThere: false, Why: { Length: > 0 } why }) yield return $"PSS was not checked against page frames: {why}";
        if (Anonymous.Value is { Agrees: false } two)
            yield return Invariant($"The sum of PSS and the page frames disagree on anonymous memory: {two.PssBytes:N0} and {two.FrameBytes:N0} bytes.");
        if (PageTables is null) yield return FigureTable.PageTables.WhyMissing(Points[^1].Parent) ?? "No page tables: this kernel does not say them of every process.";
        if (Points[^1].FileBytes is null)
            yield return "This kernel does not say Pss_File of smaps_rollup, which Linux has since 5.3: pages of files are in the line, and bend it where other processes map them too.";
        if (Points[^1].SwapBytes > 0) yield return "Part of the family is swapped out, and PSS does not count swapped pages.";
        foreach (var run in Runs)
        {
            if (run.Pages is null) yield return $"No copied pages: {run.PageMap.Why}";
            foreach (var note in run.Notes) yield return note;
        }

        foreach (var note in Surroundings) yield return note;
    }
}
