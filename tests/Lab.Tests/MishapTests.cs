using System.Diagnostics;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>What goes wrong is named, and nothing is left behind.</summary>
public class MishapTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_count_below_one_is_refused(long count) =>
        Assert.Contains("at least 1", Assert.Throws<LabUsageException>(() => Heap.BoxedIntegers(count)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_heap_larger_than_memory_is_refused_before_it_is_allocated()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        var error = await Assert.ThrowsAsync<LabUsageException>(() => lab.AllocateAsync(Heap.BoxedIntegers(1_000_000_000_000), Cancel));
        Assert.Contains("Ask for at most", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/bin/cat")]
    [InlineData("/bin/true")]
    [InlineData("/nowhere/python")]
    public async Task A_python_that_is_no_python_is_a_sentence_with_a_remedy(string path)
    {
        var error = await Assert.ThrowsAsync<ParentNotStartedException>(() => Laboratory.OpenAsync(Runtime.CPython(path), cancel: Cancel));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("Install CPython", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_killed_child_or_parent_is_a_named_outcome_and_leaves_nothing_behind(bool killTheChild)
    {
        int parent, pid;
        await using (var lab = await Laboratory.OpenAsync(cancel: Cancel))
        {
            await lab.AllocateAsync(Heap.BoxedIntegers(1_000_000), Cancel);
            var child = await lab.ForkAsync(cancel: Cancel);
            (parent, pid) = (lab.ParentPid, child.Pid);
            var first = new TaskCompletionSource();
            var running = child.RunAsync(Workload.Print, slices: 1000, new Told(first), Cancel);
            await first.Task.WaitAsync(Cancel);
            Process.GetProcessById(killTheChild ? pid : parent).Kill();
            var run = await running;

            Assert.Equal(Signal.Kill, Assert.IsType<Killed>(run.Outcome).Signal);
            Assert.Equal(killTheChild ? "The child was killed by SIGKILL while running 'print'." : "The parent was killed by SIGKILL while the child was running 'print'.", run.Outcome.ToString());
            Assert.True(run.Points.Count >= 2);
            Assert.Null(run.UssGrowthPages);
        }

        await Survivors.AssertNoneAsync(parent, pid);
    }

    [Fact]
    public async Task A_slice_that_takes_too_long_is_a_named_outcome()
    {
        await using var lab = await Laboratory.OpenAsync(options: new LabOptions { TimeLimit = TimeSpan.FromSeconds(2) }, cancel: Cancel);
        await lab.AllocateAsync(Heap.Integers(1000), Cancel);
        var child = await lab.ForkAsync(cancel: Cancel);
        Assert.Equal(0, Stop(child.Pid));
        var run = await child.RunAsync(Workload.Iterate, cancel: Cancel);
        Assert.IsType<TimedOut>(run.Outcome);
    }

    [Theory]
    [InlineData("DOTNET_EnableWriteXorExecute")]
    [InlineData("DOTNET_TieredCompilation")]
    [InlineData("DOTNET_gcConcurrent")]
    [InlineData("DOTNET_EnableDiagnostics")]
    public async Task A_worker_without_a_guard_refuses_to_fork_by_its_name(string guard)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "parents", "dotnet", "CowNotebooks.DotNetParent.dll");
        string[] guards = ["DOTNET_EnableWriteXorExecute", "DOTNET_TieredCompilation", "DOTNET_gcConcurrent", "DOTNET_EnableDiagnostics"];
        var command = new ParentCommand("dotnet", [program], environment =>
        {
            foreach (var other in guards) environment[other] = "0";
            environment.Remove(guard);
        }, "");
        await using var parent = await ParentProcess.StartAsync(command, TimeSpan.FromSeconds(30), Cancel);
        var error = await Assert.ThrowsAsync<ProcessFailedException>(() => parent.ForkAsync(TimeSpan.FromSeconds(30), Cancel));
        Assert.StartsWith($"Refusing to fork: {guard} is not 0", error.Message, StringComparison.Ordinal);
    }

    private static int Stop(int pid) => Mono.Unix.Native.Syscall.kill(pid, Mono.Unix.Native.Signum.SIGSTOP);

    private sealed class Told(TaskCompletionSource first) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => first.TrySetResult();
    }
}
