using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>The laws of copy-on-write for a .NET parent and child. Pages and faults are exact; both are compared with a child that does nothing.</summary>
public class DotNetTests
{
    private const long Million = 1_000_000;

    [Theory]
    [InlineData("boxed-integers")]
    [InlineData("strings")]
    [InlineData("integers")]
    [InlineData("nodes")]
    public async Task A_child_that_only_reads_keeps_every_page_shared(string heap)
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.Parse(heap, Million), Workload.Iterate, cancel: TestContext.Current.CancellationToken);

        Assert.True(report.Outcome.IsCompleted, report.Outcome.ToString());
        Assert.Equal(0, report.PredictedPages);
        Assert.InRange(report.CopiedPages!.Value, 0, 2);
        Assert.InRange(report.Run.Grown(), 0, 2);
    }

    public static MatrixTheoryData<string, long> Heaps { get; } = new(["boxed-integers", "strings", "nodes"], [1, 7, 1_000, 99_991, Million]);

    // One parent for all three: each child begins with what the parent holds, whatever other children have written.
    [Theory]
    [MemberData(nameof(Heaps))]
    public async Task Children_copy_the_pages_that_were_predicted(string heap, long count)
    {
        await using var lab = await Laboratory.OpenAsync(cancel: TestContext.Current.CancellationToken);
        await lab.AllocateAsync(Heap.Parse(heap, count), TestContext.Current.CancellationToken);
        foreach (var workload in new[] { "refcount", "lock", "hash" })
        {
            await using var child = await lab.ForkAsync(cancel: TestContext.Current.CancellationToken);
            await child.RunAsync(Workload.Parse(workload), cancel: TestContext.Current.CancellationToken);
            AssertAsPredicted(await lab.ReportAsync(cancel: TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("integers", "refcount", Million)]
    [InlineData("integers", "lock", Million)]
    [InlineData("boxed-integers", "hash", 99_991)]
    [InlineData("boxed-integers", "write-every-nth-page:4", Million)]
    [InlineData("nodes", "write-every-nth-page:1", 99_991)]
    public async Task A_child_copies_the_pages_that_were_predicted(string heap, string workload, long count) =>
        AssertAsPredicted(await Experiment.RunAsync(Runtime.DotNet, Heap.Parse(heap, count), Workload.Parse(workload), cancel: TestContext.Current.CancellationToken));

    private static void AssertAsPredicted(Report report)
    {
        Assert.True(report.Outcome.IsCompleted, report.Outcome.ToString());
        Assert.InRange(report.CopiedPages!.Value - report.PredictedPages!.Value, -2, 2);
        Assert.InRange(report.Run.Grown() - report.Noop!.Grown() - report.PredictedPages.Value, -2, 2);
        Assert.InRange(report.MinorFaultGrowth!.Value - report.NoopMinorFaults!.Value - report.PredictedPages.Value, -4, 4);
        Assert.DoesNotContain(report.Warnings, warning => warning.Contains("disagree", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("print", "default")]
    [InlineData("allocate", "default")]
    [InlineData("collect0", "default")]
    [InlineData("collect1", "default")]
    [InlineData("collect2", "default")]
    [InlineData("iterate", "collecting")]
    [InlineData("iterate", "no-gc-region")]
    [InlineData("allocate", "no-gc-region")]
    public async Task A_workload_whose_writes_are_not_known_has_no_prediction_and_says_why(string workload, string gc)
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(10_000), Workload.Parse(workload), Gc.Parse(gc), slices: 3, cancel: TestContext.Current.CancellationToken);

        Assert.True(report.Outcome.IsCompleted, report.Outcome.ToString());
        Assert.Equal(4, report.Run.Points.Count);
        if (gc != "no-gc-region" || workload != "iterate")
        {
            Assert.Null(report.PredictedPages);
            Assert.Contains(report.Warnings, warning => warning.StartsWith("No predicted pages: ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("collecting")]
    [InlineData("no-gc-region")]
    public async Task A_setting_of_the_child_bears_several_cells(string gc)
    {
        await using var lab = await Laboratory.OpenAsync(cancel: TestContext.Current.CancellationToken);
        await using var child = await lab.ForkAsync(Gc.Parse(gc), TestContext.Current.CancellationToken);
        foreach (var cell in new[] { "", "1 + 1", "GC.Collect();", "1 + 1" })
        {
            var run = await child.RunAsync(cell, cancel: TestContext.Current.CancellationToken);
            Assert.True(run.Outcome.IsCompleted, $"{cell}: {run.Outcome}");
        }
    }

    [Theory]
    [InlineData("default", 0, 2)]
    [InlineData("collecting", 500, 1_000)]
    public async Task A_setting_of_the_child_acts_in_its_run(string gc, long least, long most)
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(100_000), Workload.Iterate, Gc.Parse(gc), cancel: TestContext.Current.CancellationToken);

        Assert.InRange(report.CopiedPages!.Value, least, most);
    }

    /// <summary>Growth of USS, less the file pages that became the child's alone because another process let go of them.</summary>
    [Fact]
    public async Task A_million_boxed_integers_are_32_000_024_bytes()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: TestContext.Current.CancellationToken);
        var heap = await lab.AllocateAsync(Heap.BoxedIntegers(Million), TestContext.Current.CancellationToken);

        Assert.Equal(32_000_024, heap.DeepSize!.Bytes);
        Assert.Equal(1_000_001, heap.DeepSize.Objects);
        Assert.Equal(8_000_024, heap.DeepSize.ShallowBytes);
    }

    [Fact]
    public async Task A_page_shared_by_a_parent_and_k_children_counts_for_one_k_plus_first_in_each()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: TestContext.Current.CancellationToken);
        await lab.AllocateAsync(Heap.Integers(4 * Million), TestContext.Current.CancellationToken);
        var sharing = await Sharing.MeasureAsync(lab, 4, TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3, 4], sharing.Select(point => point.Children));
        // 32,000,024 bytes are shared; what else a child has shrinks too, so the heap's part is a lower bound and the whole RSS an upper one.
        foreach (var point in sharing)
            Assert.InRange(point.FirstChild.PssBytes, 32_000_024 / (point.Children + 1), (point.FirstChild.RssBytes / (point.Children + 1)) + point.FirstChild.UssBytes);
    }
}
