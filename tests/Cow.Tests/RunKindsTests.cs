using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary><c>cow run</c> on the kinds of notebooks that people have.</summary>
public class RunKindsTests
{
    [Fact]
    public async Task A_dib_is_executed_written_as_an_ipynb_and_gets_its_page()
    {
        using var repository = new Repository().WithFile("x.dib", "#!markdown\n\n# A title\n\n#!csharp\n\n// parameters\nvar Size = 1;\n\n#!csharp\n\nConsole.WriteLine($\"Size is {Size}\");\n");
        var result = await CowCommand.RunInAsync(repository.Folder, "run", "x.dib", "-p", "Size=5");
        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^\[1/1\] x  3 cells\n\[1/1\] x  passed  .+ s\n1 notebook passed\. The book: book/index\.html\n$", result.Output);
        Assert.Contains("Size is 5", File.ReadAllText(repository["book/x.html"]));
        Assert.Contains(">A title<", File.ReadAllText(repository["book/index.html"]));
        Assert.Equal(4, JsonNode.Parse(File.ReadAllText(repository["book/x.ipynb"]))!["cells"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_dib_and_an_ipynb_of_one_name_would_be_one_page()
    {
        using var repository = new Repository().With("x", "1").WithFile("x.dib", "#!csharp\n1");
        Assert.Contains("would become the same page", (await CowCommand.RunInAsync(repository.Folder, "run", "x.dib", "notebooks/x.ipynb")).OneLine());
        Assert.Equal(0, (await CowCommand.RunInAsync(repository.Folder, "run")).ExitCode);
        // The page of an earlier run is replaced, not kept beside it.
        Assert.Equal(0, (await CowCommand.RunInAsync(repository.Folder, "run", "x.dib")).ExitCode);
        Assert.Single(Regex.Matches(File.ReadAllText(repository["book/index.html"]), "<li[^>]*>\\s*<a[^>]* href=\"x.html\""));
    }

    [Fact]
    public async Task With_allow_errors_the_run_goes_on_shows_each_error_and_ends_with_0()
    {
        using var repository = new Repository().With("01-a", "Console.WriteLine(\"so far\");\nint.Parse(\"x\")", "\"still\" + \" run\"", "int.Parse(\"y\")").With("02-b", "2");
        var result = await CowCommand.RunInAsync(repository.Folder, "run", "--allow-errors");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("[1/2] 01-a  ran to the end, 2 cells failed  ", result.Output);
        Assert.Contains("cell 1, line 2: The input string 'x' was not in a correct format.", result.Output);
        Assert.Contains("output so far:\n    so far\n", result.Output);
        Assert.Contains("cell 3, line 1: The input string 'y' was not in a correct format.", result.Output);
        Assert.Contains("2 notebooks ran to the end, 2 failed cells allowed. The book: book/index.html", result.Output);
        Assert.Contains("still run", File.ReadAllText(repository["book/01-a.html"]));
    }

    [Fact]
    public async Task With_allow_errors_a_dead_engine_still_fails_the_run()
    {
        using var repository = new Repository().With("01-a", "Environment.Exit(3);", "1", "2");
        var result = await CowCommand.RunInAsync(repository.Folder, "run", "--allow-errors");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("[1/1] 01-a  FAILED at cell 1", result.Output);
        Assert.Contains("\n  The 2 cells after it cannot run: the engine and all variables are gone.\n", result.Output);
    }

    [Fact]
    public async Task Without_it_the_cells_after_a_failed_one_are_counted()
    {
        using var repository = new Repository().With("01-a", "int.Parse(\"x\")", "1");
        Assert.Contains("\n  The cell after it was not run; --allow-errors goes on.\n", (await CowCommand.RunInAsync(repository.Folder, "run")).Output);
    }

    [Theory]
    [InlineData("""{"cells":[],"metadata":{"kernelspec":{"name":"python3","language":"python"}},"nbformat":4}""",
        "x.ipynb is a Python notebook (kernel python3), and cow runs C# notebooks. Run it with: jupyter nbconvert ")]
    [InlineData("""{"worksheets":[],"nbformat":3}""", "x.ipynb is in nbformat 3, not 4. Convert it: jupyter nbconvert --to notebook --nbformat 4 x.ipynb")]
    [InlineData("{\n<<<<<<< HEAD\n}", "x.ipynb has a merge conflict: line 2 is '<<<<<<< HEAD'.")]
    [InlineData("""{"cells":[""", "x.ipynb is not a notebook: it ends in the middle")]
    [InlineData("", "x.ipynb is not a notebook: it is empty.")]
    public async Task What_cannot_be_run_is_refused_in_a_sentence_before_anything_runs(string text, string message)
    {
        using var repository = new Repository().With("01-a", "1").WithFile("x.ipynb", text);
        var result = await CowCommand.RunInAsync(repository.Folder, "run", "notebooks/01-a.ipynb", "x.ipynb");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(message, result.OneLine());
        Assert.False(Directory.Exists(repository["book"]));
    }

    [Fact]
    public async Task A_page_of_an_earlier_run_that_cannot_be_read_is_left_out_and_said()
    {
        using var repository = new Repository().With("01-a", "1").With("02-b", "2").WithFile("book/01-a.ipynb", "{");
        var result = await CowCommand.RunInAsync(repository.Folder, "run", "notebooks/02-b.ipynb");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("The page of an earlier run is left out: ", result.Output);
        Assert.DoesNotContain("01-a.html", File.ReadAllText(repository["book/index.html"]));
    }
}
