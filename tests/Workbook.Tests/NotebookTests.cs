using System.Diagnostics;

namespace CowNotebooks.Tests;

/// <summary>The notebooks as a reader runs them, small, and on a machine without CPython.</summary>
public class NotebookTests
{
    public static TheoryData<string> All => [.. Directory.GetFiles(Path.Combine(Source.Root, "notebooks"), "*.ipynb").Select(path => Path.GetFileName(path)).Order()];

    [Fact]
    public void There_are_five_notebooks_or_more() => Assert.True(All.Count >= 5);

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_notebook_runs_with_a_small_size_and_without_CPython(string notebook)
    {
        var output = Directory.CreateTempSubdirectory("cow-book-").FullName;
        try
        {
            var cow = Path.Combine(AppContext.BaseDirectory, "cow.dll");
            using var run = Process.Start(new ProcessStartInfo("dotnet", [cow, "run", Path.Combine(Source.Root, "notebooks", notebook), "-p", "Size=10000", "--out", output])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Source.Root,
                Environment = { ["COW_PYTHON"] = "/nowhere/python3" },
            })!;
            var said = run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.True(run.ExitCode == 0, await said + await errors);
            var page = await File.ReadAllTextAsync(Path.Combine(output, Path.ChangeExtension(notebook, ".html")), TestContext.Current.CancellationToken);
            if (notebook.StartsWith("02", StringComparison.Ordinal)) Assert.Contains("not measured now", page, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }
}
