using System.Globalization;
using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>Measuring in a runtime whose parent is a script.</summary>
internal static class ScriptRuntimes
{
    /// <summary>How many elements: 100,000, or what COW_COUNT says. The laws hold for any size from here up.</summary>
    public static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("COW_COUNT"), CultureInfo.InvariantCulture, out var count) ? count : 100_000;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<Laboratory> OpenAsync(string runtime, LabOptions? options = null)
    {
        Requires.Runtime(runtime);
        return Laboratory.OpenAsync(Runtime.Parse(runtime), options: options, cancel: Cancel);
    }

    public static Task<Report> MeasureAsync(string runtime, string heap, string workload, string gc = "default", int slices = 1)
    {
        Requires.Runtime(runtime);
        return Experiment.RunAsync(Runtime.Parse(runtime), Heap.Parse(heap, Count), Workload.Parse(workload), Gc.Parse(gc), slices: slices, cancel: Cancel);
    }

    /// <summary>Predicted and copied are the same within two pages, beside those that a child copies which does nothing, and all four figures agree.</summary>
    public static void AssertPredicted(Report report)
    {
        Assert.InRange(report.CopiedPages!.Value - report.PredictedPages!.Value, -2, 2 + report.Noop!.Copied!.Count);
        Assert.True(report.Reconciliation.Verdict == Verdict.Agree, report.Reconciliation.Sentence);
    }
}
