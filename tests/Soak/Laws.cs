using CowNotebooks.Lab;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Soak;

/// <summary>How the figures of a run fit each other.</summary>
internal enum Agreement
{
    /// <summary>To the page and to the fault.</summary>
    Exact,

    /// <summary>Within two pages and four faults.</summary>
    Close,

    /// <summary>They do not, and a warning says so.</summary>
    Warned,
}

/// <summary>
/// The laws of a measured run, from its figures alone, counted here once more: predicted = copied, USS growth = what the page map gained, faults less those
/// of doing nothing = the pages that were copied, new or zero pages. The library's own verdict compares sets of pages; whatever breaks the law of numbers
/// beyond its tolerance must have a warning.
/// </summary>
/// <param name="Run">The run.</param>
/// <param name="Noop">As many slices of nothing.</param>
/// <param name="Warnings">What the report, or the run, tells its reader.</param>
internal sealed record Laws(Run Run, Run Noop, IReadOnlyList<string> Warnings)
{
    private const long Pages = 2, Faults = 4;

    public bool IsPredicted => Run.Predicted is not null;

    /// <summary>Where the figures differ, as the warning tells it; null when they do not.</summary>
    public string? Disagreement => Warnings.FirstOrDefault(warning => warning.StartsWith("The figures disagree", StringComparison.Ordinal));

    /// <summary>How well they agree.</summary>
    /// <exception cref="UnexpectedException">A law is broken, and nothing says so.</exception>
    public Agreement Check()
    {
        if (Disagreement is not null) return Agreement.Warned;
        if (Run.Pages is null) throw new UnexpectedException($"There is no page map: {Run.PageMap.Why}");
        var (copied, uss, faults) = (Copied(), Uss(), TakenFaults());
        if (copied is < -Pages or > Pages || uss is < -Pages or > Pages || faults is < -Faults or > Faults)
        {
            // A huge page takes one fault, however many small pages it has; the report says that there are some.
            if (Warnings.Any(warning => warning.Contains("transparent huge pages", StringComparison.Ordinal))) return Agreement.Warned;
            throw new UnexpectedException($"A law is broken without a warning: copied {copied:+0;-0;0} pages, USS {uss:+0;-0;0} pages, faults {faults:+0;-0;0}. {Run}\n{string.Join('\n', Warnings)}");
        }

        return (copied, uss, faults) == (0, 0, 0) ? Agreement.Exact : Agreement.Close;
    }

    /// <summary>By how many pages the copies exceed, or fall short of, the prediction and what doing nothing copies.</summary>
    private long Copied() => Run.Predicted is { } predicted ? Beyond(Run.CopiedPages!.Value, predicted, predicted + Noop.CopiedPages!.Value) : 0;

    private long Uss() => Run.UssGrowthPages!.Value - Run.Pages!.Changes.UssGrowth;

    /// <summary>By how many the faults exceed, or fall short of, those that the pages explain; more may be taken where it is not known what the cell does.</summary>
    private long TakenFaults()
    {
        var (pages, idle) = (Run.Pages!, Noop.Pages!);
        var least = pages.Copied.Count + pages.New.Count + pages.Zero.Count - pages.Changes.Count(PageChange.Dropped);
        var (files, noop) = (Math.Max(0, pages.Changes.Count(PageChange.File)), Noop.MinorFaultGrowth!.Value);
        var taken = Run.MinorFaultGrowth!.Value;
        return Beyond(taken, least, IsPredicted ? least + noop + files : Math.Max(taken, least));
    }

    private static long Beyond(long figure, long least, long most) => figure < least ? figure - least : Math.Max(0, figure - most);
}

/// <summary>What must not happen.</summary>
/// <param name="message">What happened.</param>
internal sealed class UnexpectedException(string message) : Exception(message);
