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
}
