using System.Globalization;

namespace CowNotebooks.Lab.Sentences;

/// <summary>What saves most, for a person. Everything in it follows from the figures.</summary>
internal static class WhatIfSentence
{
    public static string Of(WhatIf whatIf)
    {
        List<WhatIfRow> others = [.. whatIf.Rows.Skip(1).Where(row => row.SavedPages is not null)];
        if (whatIf.Rows.Count == 1) return "This parent offers no setting besides the default.";
        if (others.Count == 0) return "None of the settings is to be had here: there is nothing to compare the default with.";
        return whatIf.Best is { } best ? Saving(whatIf, best) : $"No setting saves anything: {Cause(whatIf, [whatIf.Rows[0], .. others])}{TakenBefore(whatIf, others)}";
    }

    private static string Saving(WhatIf whatIf, WhatIfRow best)
    {
        var pages = best.SavedPages!.Value;
        var less = Less(whatIf.Rows[0].Run, best.Run, pages);
        string[] equal = [.. whatIf.Leaders.Where(row => row != best).Select(row => row.Gc.Name)];
        var also = equal.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" Within {whatIf.NoisePages:N0} pages of it: {string.Join(", ", equal)}.");
        return string.Create(CultureInfo.InvariantCulture,
            $"'{best.Gc.Name}' saves most: {pages:N0} pages ({ByteText.Of(pages * Run.PageSize)}) a child, {best.SavedShare:P0} of what it takes by default{less}.") + also;
    }

    /// <summary>Of which pages it takes less: copies, or those that it touches for the first time.</summary>
    private static string Less(Run? before, Run? now, long saved)
    {
        if (before?.Copied is not { } copiedBefore || now?.Copied is not { } copied) return "";
        if (2 * (copiedBefore.Count - copied.Count) >= saved) return string.Create(CultureInfo.InvariantCulture, $"; it copies {copied.Count:N0} in place of {copiedBefore.Count:N0}");
        return before.Pages is { } pagesBefore && now.Pages is { } pages && pages.New.Count < pagesBefore.New.Count
            ? string.Create(CultureInfo.InvariantCulture, $"; it touches {pages.New.Count:N0} new pages in place of {pagesBefore.New.Count:N0}")
            : "";
    }

    /// <summary>Savings of a run that are none of the child.</summary>
    private static string TakenBefore(WhatIf whatIf, IReadOnlyList<WhatIfRow> others)
    {
        string[] names = [.. others.Where(row => row.SavedPages > whatIf.NoisePages).Select(row => $"'{row.Gc.Name}'")];
        return names.Length == 0 ? "" : $" What the run saves under {string.Join(", ", names)} the child takes before it.";
    }

    private static string Cause(WhatIf whatIf, IReadOnlyList<WhatIfRow> rows)
    {
        var run = whatIf.Default.Runs[0];
        if (rows.Any(row => row.Run?.Copied is null))
            return string.Create(CultureInfo.InvariantCulture, $"whatever is set, the child's USS grows by at least {rows.Min(row => row.UssGrowthPages):N0} pages.");
        if (run.Copied!.Count <= whatIf.NoisePages) return $"by default already the child copies {(run.Copied.Count == 0 ? "no page" : $"only {run.Copied}")}.";
        var least = string.Create(CultureInfo.InvariantCulture, $"whatever is set, the child copies at least {rows.Min(row => row.Run!.Copied!.Count):N0} pages");
        if (whatIf.Default.PredictedWord is { } word && run.Predicted is > 0 and var predicted && Math.Abs(run.Copied.Count - predicted) <= whatIf.NoisePages)
            return string.Create(CultureInfo.InvariantCulture, $"{least}. They are those of the {word} of each element ({predicted:N0} predicted), which the work itself writes.");
        var identical = run.Identical is { } same ? string.Create(CultureInfo.InvariantCulture, $"; by default {same:N0} of {run.Copied.Count:N0} are identical to the parent's") : "";
        return $"{least}, so the work itself writes them, and no setting{identical}.";
    }
}
