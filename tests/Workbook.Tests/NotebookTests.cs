namespace CowNotebooks.Tests;

/// <summary>The notebooks on a machine without CPython and gunicorn, small. Those that ask for neither are run small by <see cref="SolutionTests"/>.</summary>
public class NotebookTests
{
    public static TheoryData<string> Recorded =>
    [
        .. Directory.GetFiles(CourseCopy.Notebooks, "*.ipynb").Where(path => File.ReadAllText(path).Contains("OrRecorded", StringComparison.Ordinal)).Select(path => Path.GetFileName(path)).Order(),
    ];

    [Fact]
    public void Five_notebooks_or_more_have_recorded_runs() => Assert.True(Recorded.Count >= 5);

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task A_notebook_runs_with_a_small_size_and_without_CPython(string notebook)
    {
        var output = Directory.CreateTempSubdirectory("cow-book-").FullName;
        try
        {
            var run = await CowCommand.RunInAsync(
                Source.Root,
                new Dictionary<string, string> { ["COW_PYTHON"] = "/nowhere/python3", ["COW_GUNICORN"] = "/nowhere/gunicorn" },
                ["run", Path.Combine(CourseCopy.Notebooks, notebook), "-p", "Size=10000", "--out", output]);

            Assert.True(run.ExitCode == 0, run.Output + run.Errors);
            var page = await File.ReadAllTextAsync(Path.Combine(output, Path.ChangeExtension(notebook, ".html")), TestContext.Current.CancellationToken);
            CourseCopy.AssertSmall(Path.Combine(output, notebook));
            if (notebook[..2] is "04" or "12" or "13") Assert.Contains("not measured now", page, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }
}
