using CowNotebooks.Lab.Faults;
using CowNotebooks.Lab.Faults.Symbols;
using CowNotebooks.Lab.Measuring;
using CowNotebooks.Lab.Pages;

namespace CowNotebooks.Lab;

/// <summary>A workload that the parent ran on its own heap while a child waited.</summary>
/// <param name="Workload">What ran.</param>
/// <param name="Before">The parent before.</param>
/// <param name="After">The parent after.</param>
/// <param name="Pages">What became of the parent's pages; null with a reason in <paramref name="WhyNoPages"/>.</param>
/// <param name="WhyNoPages">Why <paramref name="Pages"/> is null, in one sentence; else empty.</param>
/// <param name="Faults">What each fault did; null when <see cref="LabOptions.TraceFaults"/> did not ask, or with a reason in <paramref name="WhyNoFaults"/>.</param>
/// <param name="WhyNoFaults">Why <paramref name="Faults"/> is null although they were asked for; else null.</param>
public sealed record ParentRun(Workload Workload, Measurement Before, Measurement After, RunPages? Pages, string WhyNoPages, FaultTrace? Faults, string? WhyNoFaults)
{
    /// <summary>How many minor faults the parent took.</summary>
    public long MinorFaultGrowth => After.MinorFaults - Before.MinorFaults;

    /// <summary>How many pages the parent's USS grew.</summary>
    public long UssGrowthPages => (After.UssBytes - Before.UssBytes) / Run.PageSize;

    internal static async Task<ParentRun> MeasureAsync(Laboratory lab, int child, Workload workload, LabOptions options, CancellationToken cancel)
    {
        Meter.AwaitSleep(child);
        var before = lab.Measure();
        var watch = PageWatch.Start(lab.ParentPid, child);
        using var faults = FaultWatch.Start(lab.ParentPid, options.TraceFaults);
        await lab.RunInParentAsync(workload, cancel).ConfigureAwait(false);
        var after = lab.Measure();
        // The child waited all the time, so that no copy is its.
        var (pages, why) = watch.Finish(sharerFaults: 0);
        if (pages is null) return new(workload, before, after, null, why, null, options.TraceFaults ? why : null);
        var (trace, whyNoTrace) = faults.Finish(pages, new WordNames(lab.Runtime, lab.Heap?.Places, pages), new SymbolTable(pages.After.Maps, lab.PerfMap));
        return new(workload, before, after, pages, why, trace, whyNoTrace);
    }
}
