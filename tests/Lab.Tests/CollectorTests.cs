using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>CPython's collector writes to every object that it looks at: to the list of its generation, and to a count of its own.</summary>
public class CollectorTests
{
    [Fact]
    public async Task A_child_that_keeps_new_lists_copies_ten_times_as_much_unless_the_collector_is_kept_off_the_old_ones()
    {
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        var left = await CopiedAsync(Gc.Default);
        foreach (var gc in new[] { Gc.Threshold0, Gc.Disabled, Gc.Frozen })
        {
            var kept = await CopiedAsync(gc);
            TestContext.Current.SendDiagnosticMessage($"{Gc.Default.Name} {left:N0}, {gc.Name} {kept:N0} pages");
            Assert.True(left > 10 * kept, $"{left:N0} pages by default, {kept:N0} {gc.Name}");
        }
    }

    private static async Task<long> CopiedAsync(Gc gc)
    {
        var report = await Experiment.RunAsync(Runtime.CPython(), Heap.Lists(200_003), Workload.KeepLists, gc, cancel: TestContext.Current.CancellationToken);
        Assert.True(report.Outcome.IsCompleted, report.Outcome.ToString());
        return report.Run.Copied!.Count;
    }
}
