using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;

namespace CowNotebooks.Tests;

/// <summary>A run in one go has a growth curve all the same: from its faults, or from samples where their trace is refused.</summary>
public class CurveTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_copied_and_each_new_page_is_on_the_curve_in_the_order_of_CPU_time()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.AllocateAsync(Heap.BoxedIntegers(200_000), Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        var run = await child.RunAsync(Workload.Refcount, cancel: Cancel);
        Requires.That(run.Curve.Value is { IsSampled: false }, run.Curve.Why);

        var points = run.Curve.Value!.Points;
        Assert.Equal((TimeSpan.Zero, 0), (points[0].CpuTime, points[0].Pages));
        Assert.Equal(points.OrderBy(point => point.CpuTime).Select(point => point.Pages), points.Select(point => point.Pages));
        Assert.True(points[^1].CpuTime > TimeSpan.Zero);
        // Faults inside system calls are told to those with the right.
        Assert.InRange(run.Copied!.Count + run.Pages!.New.Count - points[^1].Pages, 0, 4);
        Assert.InRange(points.Count, 50, 1_000);
    }

    [Fact]
    public async Task Nothing_is_lost_at_250_000_faults()
    {
        const int count = 250_000;
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        await using var lab = await Laboratory.OpenAsync(Runtime.CPython(), new { Count = count }, new LabOptions { TraceFaults = true }, Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        var run = await child.RunAsync("""
            import mmap
            fresh = mmap.mmap(-1, Count * mmap.PAGESIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
            for at in range(0, len(fresh), mmap.PAGESIZE):
                fresh[at] = 1
            """, cancel: Cancel);
        Requires.That(run.Trace.IsThere, run.Trace.Why);

        Assert.True(run.Outcome.IsCompleted, run.Outcome.ToString());
        Assert.Equal(0, run.Faults!.Lost);
        Assert.InRange(run.MinorFaultGrowth!.Value, count, count + 2_000);
        Assert.Equal(run.Copied!.Count + run.Pages!.New.Count, run.Curve.Value!.Points[^1].Pages);
        await child.DisposeAsync();
    }

    [Fact]
    public async Task Samples_show_the_same_growth_and_say_what_they_are()
    {
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        await using var lab = await Laboratory.OpenAsync(Runtime.CPython(), options: new LabOptions { Curve = false }, cancel: Cancel);
        await lab.AllocateAsync(Heap.Integers(1_000_000), Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        using var samples = new GrowthSamples(child.Pid);
        var run = await child.RunAsync(Workload.Iterate, cancel: Cancel);
        var curve = samples.Finish(child.Pid).Value!;

        Assert.True(curve.IsSampled);
        Assert.True(curve.Points.Count > 3);
        Assert.True(curve.Points[^1].Pages >= run.Copied!.Count);
        Assert.Equal(curve.Points.Select(point => point.Pages).Order(), curve.Points.Select(point => point.Pages));
        Assert.False(run.Curve.IsThere);
    }

    [Fact]
    public async Task A_run_in_slices_has_its_points_and_needs_no_curve()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.AllocateAsync(Heap.Integers(10_000), Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        var run = await child.RunAsync(Workload.Iterate, slices: 3, cancel: Cancel);

        Assert.Equal((4, false, ""), (run.Points.Count, run.Curve.IsThere, run.Curve.Why));
    }
}
