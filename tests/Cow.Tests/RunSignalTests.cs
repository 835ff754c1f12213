using System.Diagnostics;
using CowNotebooks.Tests;
using Mono.Unix.Native;

namespace CowNotebooks.Cow.Tests;

/// <summary>A signal ends <c>cow run</c> also where it waits for something that never comes: here a pipe that nobody writes into.</summary>
public class RunSignalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(Signum.SIGTERM)]
    [InlineData(Signum.SIGINT)]
    public async Task While_the_book_is_written(Signum signal)
    {
        using var repository = new Repository().WithFile("x.dib", "#!markdown\n\n[endless](pipe)\n\n#!csharp\n\n1");
        await EndsAsync(repository, signal, "x.dib");
        Assert.True(File.Exists(repository["book/x.ipynb"]));
        Assert.False(File.Exists(repository["book/index.html"]));
    }

    [Fact]
    public async Task While_a_notebook_is_read()
    {
        using var repository = new Repository().WithFile("x.dib", "");
        File.CreateSymbolicLink(repository["x.ipynb"], repository["pipe"]);
        await EndsAsync(repository, Signum.SIGTERM, "x.ipynb");
        Assert.False(Directory.Exists(repository["book"]));
    }

    private static async Task EndsAsync(Repository repository, Signum signal, string notebook)
    {
        using (var make = Process.Start("mkfifo", [repository["pipe"]])) await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var cow = CowCommand.StartIn(repository.Folder, "run", notebook);
        // Opening it waits for the reader: then cow is where it should be.
        await using var pipe = await Task.Run(() => new FileStream(repository["pipe"], FileMode.Open, FileAccess.Write)).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(0, Syscall.kill(cow.Pid, signal));
        // Fails when a process is left.
        Assert.Equal(128 + (int)signal, (await cow.ResultAsync()).ExitCode);
    }
}
