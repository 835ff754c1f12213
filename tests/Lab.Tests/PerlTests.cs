using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>foreach counts a reference to each element; an index does not.</summary>
public class PerlTests
{
    [Theory]
    [InlineData("iterate", 1, 1_000)]
    [InlineData("iterate", 7, 1_000)]
    [InlineData("index", 1, 0)]
    public async Task A_loop_copies_the_pages_that_were_predicted(string workload, int slices, long least)
    {
        Requires.Program("Install it (Debian: apt-get install perl).", "perl");
        var report = await Experiment.RunAsync(
            Runtime.Parse("perl"), Heap.Integers(200_000), Workload.Parse(workload), slices: slices, cancel: TestContext.Current.CancellationToken);

        Assert.True(report.PredictedPages >= least);
        Assert.InRange(report.CopiedPages!.Value - report.PredictedPages!.Value, -2, 2 + report.Noop!.Copied!.Count);
        Assert.InRange(report.IdenticalPages!.Value, report.CopiedPages.Value - 4, report.CopiedPages.Value);
        Assert.Equal(Verdict.Agree, report.Reconciliation.Verdict);
    }
}
