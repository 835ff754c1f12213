using System.Diagnostics;
using CowNotebooks.Lab;
using CowNotebooks.Procfs;

namespace CowNotebooks.Tests;

/// <summary>A child's cell is cancelled at any moment, and the laboratory goes on: also while its cell is compiled, or a scout is forked.</summary>
public class CancelTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dotnet", "var heap = new object[1000];", "while (true) { }")]
    [InlineData("python", "heap = list(range(1000))", "while True:\n    pass")]
    public async Task A_childs_cell_that_is_cancelled_at_any_moment_leaves_the_parent_with_what_it_holds(string runtime, string building, string endless)
    {
        Requires.Runtime(runtime);
        await using var lab = await Laboratory.OpenAsync(Runtime.Parse(runtime), cancel: Cancel);
        Assert.True((await lab.RunAsync(building, Cancel)).Outcome.IsCompleted);
        await lab.SizeAsync("heap", Cancel);
        // The first moments are before anything was asked, the last ones in the cell.
        foreach (var milliseconds in new[] { 0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89 })
        {
            await using (var child = await lab.ForkAsync(cancel: Cancel))
            {
                lab.Predict("heap");
                using var soon = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
                soon.CancelAfter(milliseconds);
                // Another text each time, as one that was compiled is not compiled again.
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => child.RunAsync($"{endless}{new string('\n', milliseconds)}", cancel: soon.Token));
            }

            await using var next = await lab.ForkAsync(cancel: Cancel);
            lab.PredictNothing();
            Assert.Equal("2", (await next.RunAsync("1 + 1", cancel: Cancel)).Value);
        }
    }

    [Fact]
    public async Task A_laboratory_whose_compiler_was_killed_says_so_and_closes_without_an_error()
    {
        string folder;
        await using (var lab = await Laboratory.OpenAsync(cancel: Cancel))
        {
            folder = Survivors.FolderOf(lab.ParentPid);
            Assert.True((await lab.RunAsync("1 + 1", Cancel)).Outcome.IsCompleted);
            var compiler = new ProcFs().Self.Children().Single(pid => new ProcFs().Process(pid).CommandLine().Contains("serve"));
            Process.GetProcessById(compiler).Kill();
            Assert.Contains("The cell compiler has ended. Open the laboratory again.", (await lab.RunAsync("1 + 1", Cancel)).Outcome.ToString(), StringComparison.Ordinal);
            Assert.Contains("The cell compiler has ended. Open the laboratory again.", (await lab.RunAsync("1 + 1", Cancel)).Outcome.ToString(), StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(folder));
        await Survivors.AssertNoChildrenAsync();
    }
}
