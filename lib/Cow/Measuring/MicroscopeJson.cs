using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Cow.Measuring;

/// <summary>The figures side by side; verdict is agree, disagree or unknown.</summary>
internal static class ReconciliationJson
{
    public static OrderedDictionary<string, object?> Of(Reconciliation figures) => new()
    {
        ["predicted"] = figures.Predicted,
        ["copied"] = figures.Copied,
        ["ussGrowth"] = figures.UssGrowth,
        ["faultsLessBaseline"] = figures.FaultsLessBaseline,
        ["verdict"] = Name(figures.Verdict),
        ["sentence"] = figures.Sentence,
    };

    internal static string Name(Enum value) => value.ToString().ToLowerInvariant();
}

/// <summary>What <c>--pages</c> adds: the number of pages of each change, and where; what the copies differ in.</summary>
internal sealed record PagesJson(
    IReadOnlyDictionary<string, long> Changes,
    long OwnBefore,
    bool IsCertain,
    long? ElementsCopied,
    double? BytesPerElement,
    IReadOnlyList<CopiedType>? CopiedTypes,
    IReadOnlyDictionary<string, long> CopiedByMapping,
    long HeapCopied,
    long RuntimeCopied,
    long? DifferingBytes,
    IReadOnlyList<WordJson>? DifferingWords)
{
    public static PagesJson Of(Run run) => new(
        Enum.GetValues<PageChange>().Where(change => change != PageChange.None).ToDictionary(change => ReconciliationJson.Name(change), run.Pages!.Changes.Count),
        run.Pages.OwnBefore.Count,
        run.Pages.IsCertain,
        run.Pages.ElementsCopied,
        run.Pages.BytesPerElement,
        run.CopiedTypes,
        run.Pages.ByMapping(run.Pages.Copied).ToDictionary(mapping => mapping.Mapping, mapping => mapping.Pages),
        run.HeapCopied!.Count,
        run.RuntimeCopied!.Count,
        run.Diff?.DifferingBytes,
        run.Diff?.Words.Select(word => new WordJson(word.Word, word.Objects, word.Bytes)).ToList());
}

/// <summary>One kind of word that differs.</summary>
internal sealed record WordJson(string Word, long Objects, long Bytes);

/// <summary>What <c>--faults</c> adds.</summary>
internal sealed record FaultsJson(long Count, long Lost, bool SeesKernel, IReadOnlyDictionary<string, long> Causes, IReadOnlyList<FaultGroupJson> Groups)
{
    public static FaultsJson Of(FaultTrace trace) => new(
        trace.Count,
        trace.Lost,
        trace.SeesKernel,
        Enum.GetValues<FaultCause>().ToDictionary(cause => ReconciliationJson.Name(cause), trace.CountOf),
        [.. trace.Groups.Select(group => new FaultGroupJson(ReconciliationJson.Name(group.Cause), group.Word, group.Type, group.Symbol, group.Count))]);
}

/// <summary>Faults with the same cause, word and code.</summary>
internal sealed record FaultGroupJson(string Cause, string Word, string? Type, string Symbol, long Count);
