namespace CowNotebooks.Tests;

/// <summary>The notebooks as a reader runs them, small, and on a machine without CPython and gunicorn.</summary>
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
            var run = await CowCommand.RunInAsync(
                Source.Root,
                new Dictionary<string, string> { ["COW_PYTHON"] = "/nowhere/python3", ["COW_GUNICORN"] = "/nowhere/gunicorn" },
                ["run", Path.Combine(Source.Root, "notebooks", notebook), "-p", "Size=10000", "--out", output]);

            Assert.True(run.ExitCode == 0, run.Output + run.Errors);
            var page = await File.ReadAllTextAsync(Path.Combine(output, Path.ChangeExtension(notebook, ".html")), TestContext.Current.CancellationToken);
            // It may be kept, sent and put under version control: no copy of plotly.js, no picture as a bitmap.
            Assert.InRange(new FileInfo(Path.Combine(output, notebook)).Length, 1, 1 << 20);
            if (notebook[..2] is "04" or "12" or "13") Assert.Contains("not measured now", page, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }
}
