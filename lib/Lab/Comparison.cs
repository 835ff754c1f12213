using System.Globalization;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Catalogues;

namespace CowNotebooks.Lab;

/// <summary>The same workload in several runtimes and on several heaps, side by side.</summary>
/// <param name="Workload">What each child did.</param>
/// <param name="Rows">In the order in which they were measured.</param>
public sealed record Comparison(Workload Workload, IReadOnlyList<ComparisonRow> Rows)
{
    /// <summary>Stands for the default heap of each runtime.</summary>
    public const string DefaultHeap = "default";

    /// <summary>The reports of what could be measured.</summary>
    public IReadOnlyList<Report> Reports => [.. Rows.Select(row => row.Report).OfType<Report>()];

    /// <summary>What could not be measured.</summary>
    public IReadOnlyList<ComparisonRow> Missing => [.. Rows.Where(row => row.Report is null)];

    /// <summary>Measures a workload of the catalogues in each runtime that has it, on each of its heaps, one after the other.</summary>
    /// <param name="workload">What the children do.</param>
    /// <param name="count">How many elements each heap has.</param>
    /// <param name="runtimes">What runs as parent and child; by default all that there are beside this library. One that is not installed becomes a row that says so.</param>
    /// <param name="heaps">Names of heaps, "default" for that of each runtime; by default all that take no parameter.</param>
    /// <param name="options">Time limits.</param>
    /// <param name="progress">Called before each experiment.</param>
    /// <param name="cancel">Ends it; no process is left behind.</param>
    /// <exception cref="LabUsageException">None of the runtimes has the workload, or one of the heaps.</exception>
    public static async Task<Comparison> RunAsync(
        Workload workload,
        long count = 100_000,
        IEnumerable<Runtime>? runtimes = null,
        IReadOnlyList<string>? heaps = null,
        LabOptions? options = null,
        IProgress<ComparisonProgress>? progress = null,
        CancellationToken cancel = default)
    {
        var asked = (runtimes ?? Runtime.Names.Select(name => Runtime.Parse(name))).ToList();
        RequireKnown("workload", workload.Name, asked, catalogue => catalogue.Workloads);
        foreach (var heap in (heaps ?? []).Where(heap => heap != DefaultHeap)) RequireKnown("heap", heap, asked, catalogue => catalogue.Heaps);
        var plan = asked.SelectMany(runtime => Plan(runtime, workload, count, heaps ?? [])).ToList();
        var rows = new List<ComparisonRow>();
        foreach (var step in plan)
        {
            if (step.Heap is not { } heap) rows.Add(new ComparisonRow(step.Runtime, null, null, step.Why));
            // One line for a runtime that is missing, not one for each of its heaps.
            else if (rows.LastOrDefault() is not { Report: null, Heap: null } last || last.Runtime != step.Runtime)
            {
                progress?.Report(new ComparisonProgress(rows.Count, plan.Count, step.Runtime, heap));
                rows.Add(await RowAsync(step.Runtime, heap, () => Experiment.RunAsync(step.Runtime, heap, workload, options: options, cancel: cancel)).ConfigureAwait(false));
            }
        }

        return new(workload, rows);
    }

    /// <summary>The same experiment in several runtimes, or by several interpreters of one.</summary>
    /// <param name="workload">What the children do.</param>
    /// <param name="runtimes">What runs as parent and child, in order.</param>
    /// <param name="measure">The experiment; one that cannot be made becomes a row that says why.</param>
    public static async Task<Comparison> OfAsync(Workload workload, IEnumerable<Runtime> runtimes, Func<Runtime, Task<Report>> measure)
    {
        var rows = new List<ComparisonRow>();
        foreach (var runtime in runtimes) rows.Add(await RowAsync(runtime, null, () => measure(runtime)).ConfigureAwait(false));
        return new(workload, rows);
    }

    /// <summary>With recorded runs of this workload in place of the runtimes that could not be measured.</summary>
    /// <param name="reports">What was recorded; those of other workloads, and of runtimes that were measured, are left out.</param>
    public Comparison OrRecorded(params Report[] reports)
    {
        var absent = Rows.GroupBy(row => row.Runtime.Name).Where(rows => rows.All(row => row.Report is null)).Select(rows => rows.Key).ToHashSet();
        return this with
        {
            Rows = [.. Rows.SelectMany(row => absent.Contains(row.Runtime.Name)
                && reports.Where(report => report.Runtime == row.Runtime.Name && report.Workload.Name == Workload.Name).ToList() is { Count: > 0 } recorded
                ? recorded.Select(report => new ComparisonRow(row.Runtime, report.Heap, report, row.Why))
                : [row])],
        };
    }

    private static IEnumerable<(Runtime Runtime, Heap? Heap, string? Why)> Plan(Runtime runtime, Workload workload, long count, IReadOnlyList<string> asked)
    {
        var catalogue = runtime.Catalogue;
        if (!Has(catalogue.Workloads, workload.Name)) return [(runtime, null, $"The catalogue has no workload '{workload.Name}'.")];
        if (catalogue.Heaps.Count == 0) return [(runtime, null, "The catalogue has no heaps.")];
        var names = asked.Count == 0 ? [.. catalogue.Heaps.Where(entry => entry.Parameter is null).Select(entry => entry.Name)]
            : asked.Select(name => name == DefaultHeap ? catalogue.Heaps[0].Name : name).Where(name => Has(catalogue.Heaps, name)).Distinct().ToList();
        return names.Count == 0
            ? [(runtime, null, $"The catalogue has no heap {string.Join(" or ", asked.Select(name => $"'{name}'"))}.")]
            : names.Select(name => (runtime, (Heap?)Heap.Parse(name, count), (string?)null));
    }

    private static void RequireKnown(string what, string name, IReadOnlyList<Runtime> runtimes, Func<Catalogue, IReadOnlyList<CatalogueEntry>> entries)
    {
        if (runtimes.Any(runtime => Has(entries(runtime.Catalogue), name))) return;
        throw LabUsageException.Unknown(what, name, string.Join(", ", runtimes.Select(runtime => runtime.Name).Distinct()),
            [.. runtimes.SelectMany(runtime => entries(runtime.Catalogue)).Select(entry => entry.Example).Distinct().Order(StringComparer.Ordinal)]);
    }

    private static bool Has(IEnumerable<CatalogueEntry> entries, string name) => entries.Any(entry => entry.Named(name) is not null);

    private static async Task<ComparisonRow> RowAsync(Runtime runtime, Heap? heap, Func<Task<Report>> measure)
    {
        try
        {
            var report = await measure().ConfigureAwait(false);
            return new(runtime, report.Heap, report, report.Outcome.IsCompleted || report.IsMeantToEnd ? null : report.Ending);
        }
        catch (ParentNotStartedException error)
        {
            return new(runtime, null, null, error.Message);
        }
        catch (Exception error) when (error is LabUsageException or ProcessFailedException)
        {
            return new(runtime, heap, null, error.Message);
        }
    }
}

/// <summary>One experiment of a comparison.</summary>
/// <param name="Runtime">What ran as parent and child.</param>
/// <param name="Heap">What the parent held; null when it was not even started.</param>
/// <param name="Report">What was measured; null when it could not be.</param>
/// <param name="Why">Why it could not be measured, or did not finish, and what to do; null when all went well.</param>
public sealed record ComparisonRow(Runtime Runtime, Heap? Heap, Report? Report, string? Why)
{
    /// <summary>Pages copied for each 1,000 elements; null when either is not known.</summary>
    public double? CopiedPerThousand => 1_000.0 * Report?.CopiedPages / Report?.Heap.Count;

    /// <summary>Which share of the copied pages is identical to the parent's, from 0 to 1; null when none was copied, or it is not known.</summary>
    public double? IdenticalShare => Report is { CopiedPages: > 0 and var copied, IdenticalPages: { } identical } ? (double)identical / copied : null;

    /// <summary>Minor faults, less those of a child that does nothing; null when either is not known.</summary>
    public long? FaultsLessBaseline => Report?.MinorFaultGrowth - Report?.NoopMinorFaults;

    /// <summary>Whether the figures agree; null without a report, and for a recorded one, whose page map is gone.</summary>
    public Verdict? Verdict => Report is { Recorded: null } ? Report.Reconciliation.Verdict : null;

    /// <summary>"CPython 3.11.7, strings: 15.7 pages copied for each 1,000 elements."; or why there is no such figure.</summary>
    public override string ToString() => CopiedPerThousand is { } copied
        ? string.Create(CultureInfo.InvariantCulture,
            $"{Report!.RuntimeVersion}, {Report.Heap.Name}: {copied:N1} pages copied for each 1,000 elements{(Report.Recorded is null ? "." : " (recorded, not measured now).")}")
        : Why ?? "The copied pages are not known.";
}

/// <summary>A comparison in progress.</summary>
/// <param name="Done">How many experiments are done.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Runtime">What is measured next.</param>
/// <param name="Heap">On which heap.</param>
public sealed record ComparisonProgress(int Done, int Of, Runtime Runtime, Heap Heap);
