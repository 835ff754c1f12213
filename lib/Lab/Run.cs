using CowNotebooks.Forking;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Lab.Predicting;

namespace CowNotebooks.Lab;

/// <summary>One measurement on the growth curve.</summary>
/// <param name="Progress">The share of the workload that is done: 0 before the first slice, 1 after the last.</param>
/// <param name="Snapshot">Child and parent at that moment.</param>
public sealed record Point(double Progress, Snapshot Snapshot);

/// <summary>A workload that a child ran, measured before the first slice and after each. Pages are <see cref="PageSize"/> bytes.</summary>
/// <param name="Workload">What ran.</param>
/// <param name="Slices">In how many slices it was to run.</param>
/// <param name="Points">The growth curve; shorter than Slices + 1 when the child did not come to the end.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Prediction">What was predicted before the run.</param>
public sealed record Run(Workload Workload, int Slices, IReadOnlyList<Point> Points, Outcome Outcome, Prediction Prediction)
{
    /// <summary>Bytes in a page of this machine.</summary>
    public static int PageSize => Environment.SystemPageSize;

    /// <summary>Before the first slice.</summary>
    public Snapshot Before => Points[0].Snapshot;

    /// <summary>After the last slice; null when the child did not come to the end.</summary>
    public Snapshot? After => Outcome.IsCompleted ? Points[^1].Snapshot : null;

    /// <summary>Pages predicted to be copied; null with a reason in <see cref="Prediction"/>.</summary>
    public long? Predicted => Prediction.Pages;

    /// <summary>What the page map says; null with a reason in <see cref="WhyNoPages"/>.</summary>
    public RunPages? Pages { get; init; }

    /// <summary>Why <see cref="Pages"/> is null, in one sentence.</summary>
    public string WhyNoPages { get; init; } = "no page map was read during this run.";

    /// <summary>The pages of which a private copy was made; null with a reason in <see cref="WhyNoPages"/>.</summary>
    public PageRanges? Copied => Pages?.Copied;

    /// <summary>The bytes of the copied pages beside the parent's; null with a reason in <see cref="WhyNoDiff"/>.</summary>
    public PageDiff? Diff { get; init; }

    /// <summary>Why <see cref="Diff"/> is null, in one sentence.</summary>
    public string WhyNoDiff { get; init; } = "the bytes of copied pages were not compared.";

    /// <summary>
    /// Whose pages were copied: the types of the heap's objects there, most bytes first; null when there is no page map or the parent did not say where its
    /// objects are.
    /// </summary>
    public IReadOnlyList<CopiedType>? CopiedTypes => Pages?.CopiedTypes?.Select(type => CopiedType.Of(type, Diff)).ToList();

    /// <summary>How many of the copied pages are identical: not one byte differs from the parent's. Null with a reason in <see cref="WhyNoDiff"/>.</summary>
    public long? Identical => Diff?.Identical.Count;

    /// <summary>What each of the child's faults did; null when <see cref="LabOptions.TraceFaults"/> did not ask, or with a reason in <see cref="WhyNoFaults"/>.</summary>
    public FaultTrace? Faults { get; init; }

    /// <summary>Why <see cref="Faults"/> is null although they were asked for, in a sentence or two; else null.</summary>
    public string? WhyNoFaults { get; init; }

    /// <summary>How many pages the child's USS grew; null when it did not come to the end.</summary>
    public long? UssGrowthPages => (After?.Child.UssBytes - Before.Child.UssBytes) / PageSize;

    /// <summary>How many minor faults the child took; null when it did not come to the end.</summary>
    public long? MinorFaultGrowth => After?.Child.MinorFaults - Before.Child.MinorFaults;

    /// <summary>How many major faults the child took, which are not among the minor ones; null when it did not come to the end.</summary>
    public long? MajorFaultGrowth => After?.Child.MajorFaults - Before.Child.MajorFaults;
}
