using CowNotebooks.Lab.Reconciling;

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
///   faults − faults of doing nothing = (copied ∪ new ∪ zero pages) \ (the same of doing nothing)
/// </code>
/// USS may differ by 2 pages and faults by 4. A page that doing nothing writes as well is copied once.
/// </summary>
/// <param name="Predicted">Pages predicted to be copied; null when that cannot be known beforehand.</param>
/// <param name="Copied">Pages copied, by the page map; null when it was not read.</param>
/// <param name="UssGrowth">Pages that USS grew by, the no-op baseline not subtracted; null when the child did not finish.</param>
/// <param name="FaultsLessBaseline">Minor faults less those of a child that does nothing; null when either did not finish.</param>
/// <param name="Verdict">Whether they agree.</param>
/// <param name="Sentence">In words: how they add up, or where they differ.</param>
public sealed record Reconciliation(long? Predicted, long? Copied, long? UssGrowth, long? FaultsLessBaseline, Verdict Verdict, string Sentence)
{
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
