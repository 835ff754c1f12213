using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>PHP counts references to strings, arrays and objects, and not to numbers, which lie in the array itself.</summary>
public class PhpTests
{
    [Theory]
    [InlineData("integers", "iterate", 0)]
    [InlineData("integers", "copy", 0)]
    [InlineData("integers", "copy-then-write", 0)]
    [InlineData("strings", "iterate", 32)]
    [InlineData("strings", "index", 0)]
    [InlineData("strings", "copy", 0)]
    [InlineData("strings", "copy-then-write", 32)]
    [InlineData("objects", "copy-then-write", 56)]
    [InlineData("lists", "copy-then-write", 56)]
    public async Task What_is_written_is_the_reference_count_of_each_element_that_has_one(string heap, string workload, int bytes)
    {
        var report = await ScriptRuntimes.MeasureAsync("php", heap, workload);

        Assert.InRange(report.PredictedPages!.Value, ScriptRuntimes.Count * bytes / Environment.SystemPageSize, bytes == 0 ? 0 : long.MaxValue);
        ScriptRuntimes.AssertPredicted(report);
        // Iterating counts up and down again; a copy counts once more for good.
        if (workload == "iterate") Assert.InRange(report.IdenticalPages!.Value, report.CopiedPages!.Value - 2, report.CopiedPages.Value);
        else Assert.InRange(report.IdenticalPages!.Value, 0, 2);
        // The copy's slots are 16 bytes each.
        if (workload == "copy-then-write") Assert.InRange(report.Run.Pages!.New.Count, ScriptRuntimes.Count * 16 / Environment.SystemPageSize, long.MaxValue);
    }

    [Theory]
    [InlineData("integers")]
    [InlineData("strings")]
    public async Task By_reference_each_slot_becomes_a_reference_in_new_memory(string heap)
    {
        var report = await ScriptRuntimes.MeasureAsync("php", heap, "iterate-by-reference");
        var slots = ScriptRuntimes.Count * 16 / Environment.SystemPageSize;

        Assert.Null(report.PredictedPages);
        Assert.InRange(report.CopiedPages!.Value, slots, long.MaxValue);
        // A reference takes 32 bytes, some of them in memory that the parent has used and freed.
        Assert.InRange(report.CopiedPages.Value - slots + report.Run.Pages!.New.Count, 2 * slots - 2, long.MaxValue);
        Assert.Equal(Verdict.Agree, report.Reconciliation.Verdict);
    }

    [Theory]
    [InlineData("objects")]
    [InlineData("lists")]
    public async Task Letting_go_of_many_objects_starts_the_collector_of_which_nothing_is_predicted_unless_it_is_off(string heap)
    {
        var collected = await ScriptRuntimes.MeasureAsync("php", heap, "iterate");
        Assert.Null(collected.PredictedPages);
        Assert.Contains(collected.Warnings, warning => warning.Contains("the collector starts by itself after", StringComparison.Ordinal));
        Assert.Equal(Verdict.Agree, collected.Reconciliation.Verdict);

        var off = await ScriptRuntimes.MeasureAsync("php", heap, "iterate", "disabled");
        Assert.InRange(off.PredictedPages!.Value, ScriptRuntimes.Count * 56 / Environment.SystemPageSize, long.MaxValue);
        ScriptRuntimes.AssertPredicted(off);
    }

    [Fact]
    public async Task So_few_that_the_collector_does_not_start_are_predicted()
    {
        Requires.Runtime("php");
        var report = await Experiment.RunAsync(Runtime.Parse("php"), Heap.Lists(5_000), Workload.Iterate, cancel: ScriptRuntimes.Cancel);
        ScriptRuntimes.AssertPredicted(report);
    }
}
