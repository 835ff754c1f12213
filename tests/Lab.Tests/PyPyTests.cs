using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>A Python that counts no references: reading copies only what its compiler writes, however much is read.</summary>
public sealed class PyPyTests(ITestOutputHelper output)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Runtime PyPy => Runtime.CPython(Requires.Program("Install it (Debian: apt-get install pypy3).", "pypy3"));

    [Fact]
    public async Task A_child_that_only_reads_copies_as_much_of_a_million_numbers_as_of_a_hundred_thousand()
    {
        var few = await RunAsync(Heap.Integers(100_000), Workload.Iterate);
        var many = await RunAsync(Heap.Integers(1_000_000), Workload.Iterate);
        // A million numbers lie on some 7,840 pages in CPython, and here no page of theirs is written.
        Assert.InRange(few.CopiedPages!.Value, 1, 400);
        Assert.InRange(many.CopiedPages!.Value, 1, 400);
    }

    [Fact]
    public async Task Its_collector_writes_to_the_objects_and_so_copies()
    {
        var left = await RunAsync(Heap.Lists(100_000), Workload.Parse("length"));
        var collected = await RunAsync(Heap.Lists(100_000), Workload.Collect(2));
        Assert.True(collected.CopiedPages > 50 * left.CopiedPages, $"{left.CopiedPages} and {collected.CopiedPages}");
    }

    [Fact]
    public async Task The_child_that_does_nothing_finds_the_same_as_the_next_one()
    {
        var report = await RunAsync(Heap.Parse("dicts", 200_000), Workload.Iterate);
        Assert.True(report.Reconciliation.Verdict == Verdict.Agree, report.Reconciliation.Sentence);
        Assert.InRange(report.Noop!.Copied!.Except(report.Run.Copied!).Count, 0, 20);
    }

    [Fact]
    public async Task It_calls_itself_what_it_is_and_says_why_nothing_is_predicted()
    {
        var report = await RunAsync(Heap.Integers(10_000), Workload.Iterate);
        Assert.Matches(@"^PyPy \d+\.\d+\.\d+$", report.RuntimeVersion);
        Assert.Null(report.PredictedPages);
        Assert.Null(report.DeepSize);
        Assert.Contains("No predicted pages: PyPy counts no references, and what its id() returns is no address.", report.Warnings);
    }

    [Theory]
    [InlineData("noop")]
    [InlineData("length")]
    public async Task Nothing_is_predicted_of_it_since_its_compiler_writes_too(string workload)
    {
        var report = await RunAsync(Heap.Integers(10_000), Workload.Parse(workload));
        Assert.Null(report.PredictedPages);
        Assert.Contains("No predicted pages: its compiler writes while code runs, and nobody knows when.", report.Warnings);
        Assert.True(report.Reconciliation.Verdict == Verdict.Agree, report.Reconciliation.Sentence);
    }

    [Theory]
    [InlineData("frozen", "gc.freeze() needs CPython 3.7 or later, and this is PyPy.")]
    [InlineData("threshold0", "gc.set_threshold() is CPython's, and this is PyPy, whose collector has no thresholds.")]
    public async Task A_setting_that_it_does_not_have_is_refused_by_name(string gc, string said)
    {
        await using var lab = await Laboratory.OpenAsync(PyPy, cancel: Cancel);
        var error = await Assert.ThrowsAsync<CowNotebooks.Forking.ProcessFailedException>(() => lab.ForkAsync(Gc.Parse(gc), Cancel));
        Assert.Contains(said, error.Message);
    }

    private async Task<Report> RunAsync(Heap heap, Workload workload)
    {
        var report = await Experiment.RunAsync(PyPy, heap, workload, cancel: Cancel);
        Assert.True(report.Outcome.IsCompleted, report.Outcome.ToString());
        output.WriteLine($"{report.RuntimeVersion}, {heap.Count:N0} {heap.Name}, {workload.Name}: {report.CopiedPages:N0} copied, {report.IdenticalPages:N0} identical, {report.Reconciliation.Sentence}");
        return report;
    }
}
