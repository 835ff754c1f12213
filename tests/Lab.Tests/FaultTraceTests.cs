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

        Assert.InRange(trace.Groups.Where(group => group is { Cause: FaultCause.Copy, Type: not null } && group.Word == word)
            .Sum(group => group.Count), report.PredictedPages!.Value - 2, long.MaxValue);
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
    public async Task The_last_fault_on_a_page_made_it_what_it_is()
    {
        await using var lab = await Laboratory.OpenAsync(options: Tracing, cancel: Cancel);
        await lab.RunAsync("var numbers = new long[1_000_000]; System.Array.Fill(numbers, 1L);", Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        // Pages that are shared are read and then written; new ones are read first, too, and so are twice at fault.
        var run = await child.RunAsync("""
            var fresh = new long[500_000];
            var sum = 0L;
            for (var i = 0; i < numbers.Length; i += 5_120) { sum += numbers[i]; numbers[i] = 7; }
            for (var i = 0; i < fresh.Length; i += 512) sum += fresh[i];
            for (var i = 0; i < fresh.Length; i += 512) fresh[i] = sum;
            """, cancel: Cancel);
        Requires.That(run.Trace.IsThere, $"No faults were traced: {run.Trace.Why}");
        var (faults, page) = (run.Faults!.LastOfPages, (ulong)Environment.SystemPageSize);

        var pages = faults.Select(fault => fault.Address / page).ToList();
        Assert.Equal(pages.Distinct().Order(), pages);
        Assert.True(faults.Count < run.Faults.Count, run.Faults.ToString());
        Assert.All(faults, fault => Assert.Contains(fault.Group, run.Faults.Groups));
        Assert.InRange(run.Copied!.Count, 195, 400);
        Assert.Equal(run.Copied.Pages, faults.Where(fault => fault.Group.Cause == FaultCause.Copy).Select(fault => fault.Address / page));
        Assert.Empty(run.Pages!.New.Pages.Except(faults.Where(fault => fault.Group.Cause == FaultCause.New).Select(fault => fault.Address / page)));
    }

    [Fact]
    public async Task Faults_of_further_threads_are_said_to_be_missing_and_give_no_curve()
    {
        Requires.Runtime("python");
        await using var lab = await Laboratory.OpenAsync(Runtime.CPython(), options: Tracing, cancel: Cancel);
        await lab.RunAsync("import threading\nblock = bytearray(8 << 20)", Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        var run = await child.RunAsync("def write():\n    for i in range(0, len(block), 4096):\n        block[i] = 1\nthread = threading.Thread(target=write)\nthread.start()\nthread.join()", cancel: Cancel);
        Requires.That(run.Faults is { SeesKernel: true }, "Faults inside system calls are hidden, so that nobody knows how many there were: sysctl kernel.perf_event_paranoid=1");

        Assert.InRange(run.Faults!.Lost, 2048, 2200);
        Assert.Equal(run.MinorFaultGrowth + run.MajorFaultGrowth, run.Faults.Count + run.Faults.Lost);
        Assert.Contains("more were not recorded", run.Faults.ToString(), StringComparison.Ordinal);
        Assert.Contains("further threads", run.Curve.Why, StringComparison.Ordinal);
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
        Assert.Equal(0, trace.Lost);
        // What happens inside of a read or write, as of every slice, is told to those with the right.
        Assert.InRange(report.MinorFaultGrowth!.Value - trace.Count - trace.Lost, 0, trace.SeesKernel ? 0 : 4);
        Assert.InRange(report.CopiedPages!.Value - trace.CountOf(FaultCause.Copy), 0, trace.SeesKernel ? 0 : 4);
    }
}
