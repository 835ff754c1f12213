using CowNotebooks.Forking;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Lab.Predicting;
using CowNotebooks.Lab.Sentences;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab;

/// <summary>One measurement on the growth curve.</summary>
/// <param name="Progress">The share of the workload that is done: 0 before the first slice, 1 after the last.</param>
/// <param name="Snapshot">Child and parent at that moment.</param>
public sealed record Point(double Progress, Snapshot Snapshot);

/// <summary>A cell that a child (or the parent) ran, measured before the first slice and after each. Pages are <see cref="PageSize"/> bytes.</summary>
/// <param name="Workload">What ran.</param>
/// <param name="Slices">In how many slices it was to run.</param>
/// <param name="Points">The growth curve by slices; shorter than Slices + 1 when it did not finish, empty when child or parent was gone before that.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Prediction">What was predicted before the run.</param>
public sealed record Run(Workload Workload, int Slices, IReadOnlyList<Point> Points, Outcome Outcome, Reading<Prediction> Prediction)
{
    /// <summary>Bytes in a page of this machine.</summary>
    public static int PageSize => Environment.SystemPageSize;

    /// <summary>Who ran it.</summary>
    public Role By { get; init; } = Role.Child;

    /// <summary>True for a run that was read from a file, and so was not measured now.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>What the cell printed.</summary>
    public string Output { get; init; } = "";

    /// <summary>The value of its last expression as its language prints it; null without one.</summary>
    public string? Value { get; init; }

    /// <summary>Before the first slice.</summary>
    /// <exception cref="InvalidOperationException">Child or parent was gone by then.</exception>
    public Snapshot Before => Start ?? throw new InvalidOperationException($"Nothing was measured: {Outcome}");

    /// <summary>After the last slice; null when it did not finish. A cell that raised an error did finish.</summary>
    public Snapshot? After => Outcome is Completed or Raised && Points.Count > 1 ? Points[^1].Snapshot : null;

    /// <summary>Pages predicted to be copied; null with a reason in <see cref="Prediction"/>.</summary>
    public long? Predicted => Prediction.Value?.Pages;

    /// <summary>The predicted pages themselves; null when there is no prediction, or the run comes from a recording.</summary>
    public PageRanges? PredictedSet => Prediction.Value?.Set;

    /// <summary>What the page map says of the process that ran it.</summary>
    public Reading<RunPages> PageMap { get; init; } = Reading.None<RunPages>("No page map was read during this run.");

    /// <summary>The same for the other side, which waited: it becomes the sole owner of copied originals. None when the parent had no child.</summary>
    public Reading<RunPages> OtherPageMap { get; init; } = Reading.None<RunPages>("No page map was read during this run.");

    /// <summary>The bytes of the copied pages beside the other side's.</summary>
    public Reading<PageDiff> Comparison { get; init; } = Reading.None<PageDiff>("The bytes of copied pages were not compared.");

    /// <summary>What each fault did, when <see cref="LabOptions.TraceFaults"/> asked.</summary>
    public Reading<FaultTrace> Trace { get; init; } = Reading.NotAsked<FaultTrace>();

    /// <summary>Pages gained over CPU time, for a run of one slice; when <see cref="LabOptions.Curve"/> asked.</summary>
    public Reading<GrowthCurve> Curve { get; init; } = Reading.NotAsked<GrowthCurve>();

    /// <summary>The name of the runtime that ran it: "python".</summary>
    public string? Runtime { get; init; }

    /// <summary>What the parent held, as far as it was sized before the run; null when nobody asked.</summary>
    public AllocatedHeap? Heap { get; init; }

    /// <summary><see cref="PageMap"/>, or null.</summary>
    public RunPages? Pages => PageMap.Value;

    /// <summary><see cref="Comparison"/>, or null.</summary>
    public PageDiff? Diff => Comparison.Value;

    /// <summary><see cref="Trace"/>, or null.</summary>
    public FaultTrace? Faults => Trace.Value;

    /// <summary>The pages of which a private copy was made.</summary>
    public PageRanges? Copied => Pages?.Copied;

    /// <summary>How many they are, also in a run that was read from a file; null when that is not known.</summary>
    public long? CopiedPages => Copied?.Count ?? RecordedCopied;

    /// <summary>How many they are by the head of a recording.</summary>
    internal long? RecordedCopied { get; init; }

    /// <summary>The copied pages where the runtime keeps objects; the rest of <see cref="Copied"/> is memory of the runtime itself.</summary>
    public PageRanges? HeapCopied => Pages?.HeapCopied;

    /// <summary>The copied pages of the runtime's own memory: stack, libraries, tables.</summary>
    public PageRanges? RuntimeCopied => Pages?.Copied.Except(Pages.HeapCopied);

    /// <summary>
    /// The types of the heap's objects on the copied pages, most bytes first; null when there is no page map or the parent did not say where its
    /// objects are.
    /// </summary>
    public IReadOnlyList<CopiedType>? CopiedTypes => Pages?.CopiedTypes?.Select(type => CopiedType.Of(type, Diff)).ToList();

    /// <summary>How many of the copied pages are identical: not one byte differs from the other side's.</summary>
    public long? Identical => Diff?.Identical.Count;

    /// <summary>The growth of USS, in pages, of the process that ran it; null when it did not finish, or the kernel does not say.</summary>
    public long? UssGrowthPages => (After?.Of(By)[FigureTable.Uss] - Start?.Of(By)[FigureTable.Uss]) / PageSize;

    /// <summary>How many minor faults it took; null when it did not finish.</summary>
    public long? MinorFaultGrowth => After?.Of(By).MinorFaults - Start?.Of(By).MinorFaults;

    /// <summary>How many major faults it took, which are not among the minor ones; null when it did not finish.</summary>
    public long? MajorFaultGrowth => After?.Of(By).MajorFaults - Start?.Of(By).MajorFaults;

    /// <summary>An empty cell that the same child ran before this one: what doing nothing costs. Null when it ran none.</summary>
    public Run? Baseline { get; init; }

    /// <summary>
    /// Prediction, copies, USS and faults side by side, and whether they agree. Null when a child did not run this to its end, when nothing was predicted, or
    /// without a <see cref="Baseline"/>.
    /// </summary>
    public Reconciliation? Reconciliation => By == Role.Child && After is not null && Predicted is not null && Baseline is not null ? Lab.Reconciliation.Of(this) : null;

    /// <summary>What a reader must know before trusting the figures. Each is a sentence.</summary>
    public IReadOnlyList<string> Notes => [.. Findings()];

    private string Name => By == Role.Child ? "child" : "parent";

    private string OtherName => By == Role.Child ? "parent" : "child";

    private Snapshot? Start => Points is [var first, ..] ? first.Snapshot : null;

    /// <summary>One sentence: pages copied, bytes, identical, faults, USS; or how it ended.</summary>
    public override string ToString() => RunSentence.Of(this);

    private IEnumerable<string> Findings()
    {
        if (Trace is { IsThere: false, Why: { Length: > 0 } noFaults }) yield return $"No trace of page faults: {noFaults}";
        if (Faults is { Lost: > 0 and var lost }) yield return Invariant($"{lost:N0} page faults came too fast to be recorded. Ask for a smaller count, or measure when the machine is less busy.");
        if (Faults is { SeesKernel: false }) yield return MachineNote.KernelFaultsHidden.ToString();
        if ((Start?.Of(By)[FigureTable.Swap] ?? 0) + (After?.Of(By)[FigureTable.Swap] ?? 0) > 0) yield return $"Part of the {Name} is swapped out, and USS does not count swapped pages.";
        if (Start?.Of(By)[FigureTable.AnonHugePages] > 0)
            yield return "Part of the heap lies in transparent huge pages: the first write into one splits it. Predictions count 4 kB pages.";
        if (Reconciliation is { Verdict: Verdict.Disagree, Sentence: var disagreement }) yield return disagreement;
        if (Pages is { IsCertain: false })
            yield return $"The {OtherName} took faults too, and frame numbers are hidden: it may have made some of the copies. Run as root to tell.";
    }
}
