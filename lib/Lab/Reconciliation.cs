using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab;

/// <summary>Whether the figures of a report agree.</summary>
public enum Verdict
{
    /// <summary>All that were measured agree.</summary>
    Agree,

    /// <summary>Two of them differ by more than their tolerance: one is wrong, or something happened that is not accounted for.</summary>
    Disagree,

    /// <summary>A figure is missing, so that there is nothing to compare.</summary>
    Unknown,
}

/// <summary>
/// Four figures that come from four places, side by side: the prediction from the addresses of objects, the copies from the page map, USS from
/// smaps_rollup, faults from stat. The law that they obey is one of sets:
/// <code>
///   predicted ⊆ copied                             every shared page that will be written is copied
///   copied ⊆ predicted ∪ copied by doing nothing   nothing else is
///   USS growth = what the page map gained          copies, new pages, file pages that others released
///   copied ∪ new ∪ zero pages ≤ faults ≤ the same, and those faults of doing nothing that were not on these pages
/// </code>
/// A workload of which nothing is predicted may also fault on memory that it takes and gives back.
/// USS may differ by <see cref="PageTolerance"/> pages and faults by 4. A page that doing nothing writes as well is copied once.
/// </summary>
/// <param name="Predicted">Pages predicted to be copied; null when that cannot be known beforehand.</param>
/// <param name="Copied">Pages copied, by the page map; null when it was not read.</param>
/// <param name="UssGrowth">Pages that USS grew by, the no-op baseline not subtracted; null when the child did not finish.</param>
/// <param name="FaultsLessBaseline">Minor faults less those of a child that does nothing; null when either did not finish.</param>
/// <param name="Verdict">Whether they agree.</param>
/// <param name="Sentence">In words: how they add up, or where they differ.</param>
public sealed record Reconciliation(long? Predicted, long? Copied, long? UssGrowth, long? FaultsLessBaseline, Verdict Verdict, string Sentence)
{
    /// <summary>By how many pages the prediction and USS may differ from the page map: they are read one after the other, and other processes start and end in between.</summary>
    public const int PageTolerance = 2;

    // A report of which nothing is known but the run.
    internal static Reconciliation Of(Run run) => Of(new Report { Runtime = "", RuntimeVersion = "", Heap = Heap.Own("", ""), Gc = Gc.Default, DeepSize = null, Run = run, Noop = run.Baseline });

    internal static Reconciliation Of(Report report)
    {
        var differences = Law.Differences(report).ToList();
        var isUnknown = report.Run.Pages is null || report.Noop?.Pages is null;
        var (verdict, sentence) = differences.Count > 0
            ? (Verdict.Disagree, $"The figures disagree: {string.Join("; ", differences)}.")
            : isUnknown ? (Verdict.Unknown, "The figures cannot be compared page by page, as there is no page map.") : (Verdict.Agree, Law.Account(report));
        return new(report.PredictedPages, report.CopiedPages, report.UssGrowthPages, report.MinorFaultGrowth - report.NoopMinorFaults, verdict, sentence);
    }
}

/// <summary>The law that the figures of a report obey, see <see cref="Reconciliation"/>.</summary>
internal static class Law
{
    // Answering and waiting may touch a page of a library or the stack that the baseline touched a slice earlier or later.
    private const long FaultTolerance = 4;

    /// <summary>Where the figures differ, each as half a sentence. Without a page map only numbers can be compared.</summary>
    public static IEnumerable<string> Differences(Report report)
    {
        if (report.Run.Pages is not { } pages || report.Noop?.Pages is not { } idle) return ByNumber(report);
        return
        [
            .. report.Run.PredictedSet is { } predicted ? Sets(predicted, pages, idle) : [],
            .. Uss(report, pages),
            .. Faults(report, pages, idle),
        ];
    }

    /// <summary>How the figures add up when they agree.</summary>
    public static string Account(Report report)
    {
        var (pages, idle) = (report.Run.Pages!, report.Noop!.Pages!);
        var copied = pages.Copied;
        var first = report.Run.PredictedSet is { } predicted
            ? Prediction(predicted, pages)
            : Invariant($"{copied} were copied, {copied.Intersect(idle.Copied).Count:N0} of which a child that does nothing copies as well");
        string[] gains = [.. Gains(pages)];
        var sum = gains.Length == 0 ? "" : $": the copies{string.Concat(gains)}";
        return Invariant($"The figures agree: {first}. USS grew by {report.UssGrowthPages:N0} pages{sum}. ")
            + Invariant($"{report.MinorFaultGrowth:N0} minor faults were taken, {report.NoopMinorFaults:N0} by a child that does nothing{GivenBack(report, pages, idle)}.");
    }

    private static string Prediction(PageRanges predicted, RunPages pages)
    {
        var text = predicted.Count == 0 ? "no page was predicted to be copied" : $"{predicted} were predicted and copied";
        if (pages.Copied.Except(predicted) is { Count: > 0 } others)
            text += Invariant($"; {others.Count:N0} more that a child which does nothing copies as well were copied too ({Places(pages, others)})");
        return text;
    }

    private static IEnumerable<string> Sets(PageRanges predicted, RunPages pages, RunPages idle)
    {
        if (predicted.Except(pages.Copied) is { Count: > 0 } missed)
            yield return Invariant($"{missed} of the {predicted.Count:N0} predicted ones were not copied ({Places(pages, missed)})");
        if (pages.Copied.Except(predicted).Except(idle.Copied) is { Count: > Reconciliation.PageTolerance } extra)
            yield return $"{extra} were copied that were neither predicted nor copied by a child that does nothing ({Places(pages, extra)})";
    }

    private static IEnumerable<string> Uss(Report report, RunPages pages)
    {
        if (report.UssGrowthPages is { } grown && Math.Abs(grown - pages.Changes.UssGrowth) > Reconciliation.PageTolerance)
            yield return Invariant($"USS grew by {grown:N0} pages, and the page map accounts for {pages.Changes.UssGrowth:N0}");
    }

    private static IEnumerable<string> Faults(Report report, RunPages pages, RunPages idle)
    {
        // One fault fills a whole huge page, and one write splits it: faults do not count pages there.
        if (report.Before.Child[FigureTable.AnonHugePages] > 0 || report.After?.Child[FigureTable.AnonHugePages] > 0) yield break;
        if (report is not { MinorFaultGrowth: { } faults, NoopMinorFaults: { } idleFaults }) yield break;
        // Doing nothing in several slices may take faults that the workload does not take: they are not subtracted from those that its pages explain.
        // What mremap() moves is gone from where it was and new where it is, without a fault: a large block that grows.
        var least = pages.Copied.Count + pages.New.Count + pages.Zero.Count - pages.Changes.Count(PageChange.Dropped);
        var expected = Expected(pages, idle);
        if (faults < least - FaultTolerance || faults - idleFaults - expected - FaultTolerance > MayFault(report, pages))
            yield return Invariant($"{faults:N0} minor faults were taken, {idleFaults:N0} by a child that does nothing, and {expected:N0} pages were copied, new or zero pages beside its pages");
    }

    private static long Expected(RunPages pages, RunPages idle) =>
        pages.Copied.Except(idle.Copied).Count + pages.New.Except(idle.New).Count + pages.Zero.Except(idle.Zero).Count;

    private static string GivenBack(Report report, RunPages pages, RunPages idle)
    {
        var more = report.MinorFaultGrowth - report.NoopMinorFaults - Expected(pages, idle) - pages.Changes.Count(PageChange.File);
        if (report.Run.PredictedSet is not null || more <= FaultTolerance) return "";
        var shared = pages.SharedGivenBack;
        return Invariant($", and {more:N0} more than these pages explain: memory that was taken and given back meanwhile shows in no page map; --faults traces them")
            + (shared.Count == 0 ? "" : $". {shared} that were shared before are gone: those that were written first were copied as well, and are not counted as copied");
    }

    // Pages of a file are mapped by minor faults, one or several at once, when they are in memory, and else by major faults, which are not counted here.
    // Of the workloads whose writes are known only one maps files. Others may take memory and give it back: the map of afterwards does not have it.
    private static long MayFault(Report report, RunPages pages) =>
        report.Run.PredictedSet is null ? long.MaxValue
        : report.MapsFiles ? Math.Max(0, pages.Changes.Count(PageChange.File) - report.Run.MajorFaultGrowth ?? 0)
        : 0;

    private static IEnumerable<string> ByNumber(Report report)
    {
        if (report is not { PredictedPages: { } predicted, NoopUssGrowthPages: { } idlePages, NoopMinorFaults: { } idleFaults }) yield break;
        if (report.UssGrowthPages is { } grown && !Agrees(grown, predicted, idlePages, Reconciliation.PageTolerance))
            yield return Invariant($"{predicted:N0} pages were predicted, but USS grew by {grown:N0} pages, and by {idlePages:N0} in a child that does nothing");
        if (report.MinorFaultGrowth is { } faults && !Agrees(faults, predicted, idleFaults, FaultTolerance))
            yield return Invariant($"{predicted:N0} pages were predicted, but {faults:N0} minor faults were taken, and {idleFaults:N0} by a child that does nothing");
    }

    private static bool Agrees(long measured, long predicted, long idle, long tolerance) => measured >= predicted - tolerance && measured <= predicted + idle + tolerance;

    // Pages that the child gained without a copy: USS counts them, and no prediction is about them.
    private static IEnumerable<string> Gains(RunPages pages)
    {
        (PageChange Change, string What)[] others =
        [
            (PageChange.New, "touched for the first time"), (PageChange.Reused, "that the parent copied away or let go of"),
            (PageChange.File, "of files, mapped now or shared otherwise than before, which is no copying"), (PageChange.Dropped, "given back"),
            (PageChange.Swapped, "swapped"), (PageChange.Zero, "zero pages"), (PageChange.None, "shared again"),
        ];
        foreach (var (change, what) in others)
        {
            var growth = pages.Changes.UssGrowthOf(change);
            if (growth != 0) yield return Invariant($", {(growth > 0 ? "plus" : "less")} {Math.Abs(growth):N0} {what}");
        }
    }

    private static string Places(RunPages pages, PageRanges which)
    {
        var places = pages.ByMapping(which);
        var named = string.Join(", ", places.Take(4).Select(place => Invariant($"{place.Pages:N0} in {place.Mapping}")));
        return places.Count > 4 ? Invariant($"{named} and {places.Skip(4).Sum(place => place.Pages):N0} elsewhere") : named;
    }
}
