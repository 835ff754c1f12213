using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;

namespace CowNotebooks.Tests;

/// <summary>Whoever writes first pays for the copy; the other faults, and reuses its page.</summary>
public class ParentRunTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dotnet", "boxed-integers", "refcount")]
    [InlineData("python", "integers", "iterate")]
    public async Task After_the_child_copied_the_parents_writes_fault_and_copy_nothing(string runtime, string heap, string workload)
    {
        if (runtime == "python") Requires.Program("Install CPython: apt-get install python3.", "python3");
        await using var lab = await Laboratory.OpenAsync(Runtime.Parse(runtime), options: new LabOptions { TraceFaults = true }, cancel: Cancel);
        await lab.AllocateAsync(Heap.Parse(heap, 100_000), Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);

        var first = await child.RunAsync(Workload.Parse(workload), cancel: Cancel);
        // What the child wrote to start with, the parent writes as well to take a request.
        await lab.RunAsync(Workload.Noop, Cancel);
        var second = await lab.RunAsync(Workload.Parse(workload), Cancel);
        var third = await lab.RunAsync(Workload.Parse(workload), Cancel);

        var copied = first.Copied!;
        Assert.InRange(copied.Intersect(first.PredictedSet!).Count, first.Predicted!.Value - 10, first.Predicted.Value);
        Assert.Equal(0, second.Pages!.Copied.Intersect(copied).Count);
        Assert.InRange(second.MinorFaultGrowth!.Value, copied.Count - 10, copied.Count + 60);
        Assert.InRange(third.MinorFaultGrowth!.Value, 0, 60);
        Requires.That(second.Faults is not null, first.Trace.Why);
        Assert.InRange(second.Faults!.CountOf(FaultCause.Reuse), copied.Count - 10, copied.Count + 10);
    }

    [Fact]
    public async Task When_the_parent_writes_first_the_parent_pays()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.AllocateAsync(Heap.BoxedIntegers(100_000), Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);

        var parents = await lab.RunAsync(Workload.Refcount, Cancel);
        var childs = await child.RunAsync(Workload.Refcount, cancel: Cancel);

        Assert.Equal(0, childs.PredictedSet!.Except(parents.Pages!.Copied).Count);
        Assert.Equal(0, childs.Copied!.Intersect(childs.PredictedSet!).Count);
        // Both took a fault for each page.
        Assert.True(childs.MinorFaultGrowth >= childs.Predicted && parents.MinorFaultGrowth >= childs.Predicted);
    }
}
