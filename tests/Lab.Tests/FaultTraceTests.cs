using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;

namespace CowNotebooks.Tests;

/// <summary>Each fault of a child: what it did, and which code did it to which word.</summary>
public class FaultTraceTests
{
    private static readonly LabOptions Tracing = new() { TraceFaults = true };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_CPython_loop_faults_by_taking_a_reference_to_each_element()
    {
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        var report = await Experiment.RunAsync(Runtime.CPython(), Heap.Integers(1_000_000), Workload.Iterate, slices: 10, options: Tracing, cancel: Cancel);
        var trace = Traced(report);

        Assert.Equal(0, trace.Lost);
        var counts = trace.Groups.Where(group => group is { Cause: FaultCause.Copy, Word: "reference count", Type: "int" }).Sum(group => group.Count);
        Assert.True(counts >= 0.99 * trace.Count, trace.ToString());
        AssertItAddsUp(report, trace);
    }

    [Theory]
    [InlineData("strings")]
    [InlineData("lists")]
    [InlineData("tuples")]
    [InlineData("dicts")]
    public async Task Whatever_the_elements_are_the_loop_writes_their_reference_counts(string heap)
    {
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        var trace = Traced(await Experiment.RunAsync(Runtime.CPython(), Heap.Parse(heap, 50_000), Workload.Iterate, options: Tracing, cancel: Cancel));

        Assert.True(trace.Groups.Where(group => group is { Word: "reference count", Type: not null }).Sum(group => group.Count) >= 0.98 * trace.Count, trace.ToString());
    }

    [Theory]
    [InlineData("boxed-integers", "lock", "header word")]
    [InlineData("nodes", "hash", "header word")]
    [InlineData("strings", "refcount", "field")]
    public async Task A_write_is_traced_to_the_word_that_was_predicted(string heap, string workload, string word)
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.Parse(heap, 100_000), Workload.Parse(workload), options: Tracing, cancel: Cancel);
        var trace = Traced(report);

        Assert.InRange(trace.Groups.Where(group => group is { Cause: FaultCause.Copy, Type: not null } && group.Word == word).Sum(group => group.Count), report.PredictedPages!.Value - 2, long.MaxValue);
        AssertItAddsUp(report, trace);
    }

    [Fact]
    public async Task Allocating_faults_without_copying()
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(200_000), Workload.Allocate, options: Tracing, cancel: Cancel);
        var trace = Traced(report);

        Assert.True(trace.CountOf(FaultCause.New) > 10 * trace.CountOf(FaultCause.Copy), trace.ToString());
        AssertItAddsUp(report, trace);
        // In /tmp anybody could have made it before, also as a link to another file.
        Assert.False(File.Exists($"/tmp/perf-{report.Before.Parent.Pid}.map"));
    }

    [Fact]
    public async Task Without_asking_nothing_is_traced_and_nothing_is_warned_of()
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(1_000), Workload.Refcount, cancel: Cancel);

        Assert.Null(report.Run.Faults);
        Assert.DoesNotContain(report.Warnings, warning => warning.Contains("traced", StringComparison.Ordinal));
    }

    private static FaultTrace Traced(Report report)
    {
        Requires.That(report.Run.Faults is not null, report.Run.Trace.Why);
        return report.Run.Faults!;
    }

    private static void AssertItAddsUp(Report report, FaultTrace trace)
    {
        // What happens inside of a read or write, as of every slice, is told to those with the right.
        Assert.InRange(report.MinorFaultGrowth!.Value - trace.Count - trace.Lost, 0, trace.SeesKernel ? 0 : 4);
        Assert.InRange(report.CopiedPages!.Value - trace.CountOf(FaultCause.Copy), 0, trace.SeesKernel ? 0 : 4);
    }
}
