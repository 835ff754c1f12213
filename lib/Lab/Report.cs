using CowNotebooks.Forking;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>One experiment: what was asked, what was measured, and whether the figures agree. Sizes are bytes, pages are <see cref="Lab.Run.PageSize"/> bytes.</summary>
public sealed record Report
{
    /// <summary>The runtime's name: "dotnet", "python".</summary>
    public required string Runtime { get; init; }

    /// <summary>Its version, as it calls itself.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>What the parent held.</summary>
    public required Heap Heap { get; init; }

    /// <summary>How the child's collector was set.</summary>
    public required Gc Gc { get; init; }

    /// <summary>How big the heap is, counted by its own runtime; null when the runtime cannot say.</summary>
    public required HeapSize? DeepSize { get; init; }

    /// <summary>What the child did, with the growth curve.</summary>
    public required Run Run { get; init; }

    /// <summary>The same cell again, run by the same child, when repeats were asked for.</summary>
    public IReadOnlyList<Run> Repeated { get; init; } = [];

    /// <summary>The same number of slices of nothing, by an earlier child of the same parent; null when that child did not finish.</summary>
    public required Run? Noop { get; init; }

    /// <summary>True when faults on pages of files are part of the workload.</summary>
    public bool MapsFiles { get; init; }

    /// <summary>True when the workload is meant to end the child.</summary>
    public bool IsMeantToEnd { get; init; }

    /// <summary>When and where it was measured, when this report was read from a file; null for one measured now.</summary>
    public string? Recorded { get; init; }

    /// <summary>How long fork() took in the parent when it made the child; there is none when the parent does not say.</summary>
    public Reading<ForkTime> ForkTime { get; init; } = Reading.NotAsked<ForkTime>();

    /// <summary>What the head of a recording says of its figures, by name, or why a figure is missing; null when this was measured now.</summary>
    internal IReadOnlyDictionary<string, (long? Figure, string Why)>? Kept { get; init; }

    /// <summary>What makes the figures approximate or unusual on this machine. Each is a sentence.</summary>
    public IReadOnlyList<string> Surroundings { get; init; } = [];

    /// <summary>The bytes of <see cref="DeepSize"/>.</summary>
    public long? DeepSizeBytes => DeepSize?.Bytes;

    /// <summary>What the child did.</summary>
    public Workload Workload => Run.Workload;

    /// <summary>Before the first slice.</summary>
    public Snapshot Before => Run.Before;

    /// <summary>After the last slice; null when the child did not finish.</summary>
    public Snapshot? After => Run.After;

    /// <summary>Pages predicted before the run; null with a warning.</summary>
    public long? PredictedPages => FigureTable.Predicted.Of(this);

    /// <summary>Pages of which a private copy was made, by the page map; null with a warning when it was not read.</summary>
    public long? CopiedPages => FigureTable.Copied.Of(this);

    /// <summary>Copied pages in which not one byte differs. Null with a warning when they were not compared.</summary>
    public long? IdenticalPages => FigureTable.Identical.Of(this);

    /// <summary>How many pages the child's USS grew, the no-op baseline not subtracted.</summary>
    public long? UssGrowthPages => Run.UssGrowthPages;

    /// <summary>How many minor faults the child took, the no-op baseline not subtracted.</summary>
    public long? MinorFaultGrowth => Run.MinorFaultGrowth;

    /// <summary>How many minor faults a child took for the same number of slices of nothing.</summary>
    public long? NoopMinorFaults => Noop?.MinorFaultGrowth;

    /// <summary>How many pages such a child's USS grew.</summary>
    public long? NoopUssGrowthPages => Noop?.UssGrowthPages;

    /// <summary>Prediction, copies, USS and faults side by side, and whether they agree.</summary>
    public Reconciliation Reconciliation => Reconciliation.Of(this);

    /// <summary>How it ended: the first run that did not finish, repeats included, says how.</summary>
    public Outcome Outcome => Repeated.Prepend(Run).FirstOrDefault(run => !run.Outcome.IsCompleted)?.Outcome ?? Run.Outcome;

    /// <summary>How it ended and what to do about that, which is nothing when the workload is meant to end so.</summary>
    public string Ending => $"{Outcome} {(IsMeantToEnd ? "" : Outcome.Remedy)}".TrimEnd();

    /// <summary>What a reader must know before trusting the figures, including how it ended. Each is a sentence.</summary>
    public IReadOnlyList<string> Warnings => [.. Outcome.IsCompleted ? Array.Empty<string>() : [Ending], .. Notes];

    /// <summary>The same, without how it ended.</summary>
    public IReadOnlyList<string> Notes => [.. Findings()];

    private IEnumerable<string> Findings()
    {
        if (Recorded is not null) yield return $"These figures were not measured now: {Recorded}";
        foreach (var missing in FigureTable.OfReport.Select(figure => figure.WhyMissing(this)).OfType<string>()) yield return missing;
        foreach (var missing in FigureTable.OfProcess.Select(WhyMissing).OfType<string>()) yield return missing;
        foreach (var note in Run.Notes) yield return note;
        foreach (var note in Surroundings) yield return note;
        if (Reconciliation is { Verdict: Verdict.Disagree, Sentence: var disagreement }) yield return disagreement;
    }

    /// <summary>Figures that child or parent lacks, each named once.</summary>
    private string? WhyMissing(ProcessFigure figure) => figure.WhyMissing(Before.Child) ?? figure.WhyMissing(Before.Parent);
}
