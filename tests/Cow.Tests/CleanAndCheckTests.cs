using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

public class CleanAndCheckTests
{
    [Fact]
    public async Task Check_names_file_and_cell_and_passes_once_cleaned()
    {
        using var repository = new Repository().With("01-a", "1").With("02-b", "2");
        Assert.Equal(0, (await CowCommand.RunInAsync(repository.Folder, "check")).ExitCode);

        var path = repository["notebooks/02-b.ipynb"];
        var clean = File.ReadAllText(path);
        File.WriteAllText(path, clean.Replace("\"execution_count\":null", "\"execution_count\":7", StringComparison.Ordinal));
        var check = await CowCommand.RunInAsync(repository.Folder, "check");
        Assert.Equal(1, check.ExitCode);
        Assert.Equal("notebooks/02-b.ipynb: code cell 1 has an execution count\n", check.Output);
        Assert.Equal("Run: cow clean\n", check.Errors);

        var untouched = File.GetLastWriteTimeUtc(repository["notebooks/01-a.ipynb"]);
        Assert.Equal("notebooks/02-b.ipynb: cleaned\n", (await CowCommand.RunInAsync(repository.Folder, "clean")).Output);
        Assert.Equal(untouched, File.GetLastWriteTimeUtc(repository["notebooks/01-a.ipynb"]));
        var written = File.GetLastWriteTimeUtc(path);
        Assert.Equal("", (await CowCommand.RunInAsync(repository.Folder, "clean")).Output);
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        Assert.Equal(0, (await CowCommand.RunInAsync(repository.Folder, "check", "notebooks/02-b.ipynb")).ExitCode);
    }

    [Fact]
    public async Task Clean_links_the_notebooks_of_a_course_and_writes_its_table_and_check_fails_until_then()
    {
        using var repository = new Repository().WithFile("README.md", "# Course\n\n<!--NOTEBOOKS-->\n<!--/NOTEBOOKS-->\n").With("notes", "1")
            .WithFile("notebooks/01-a.ipynb", Course("A", "")).WithFile("notebooks/02-b.ipynb", Course("B", "\\n\\n### Deep\\n\\n[x](nowhere.md)"));
        var check = await CowCommand.RunInAsync(repository.Folder, "check");
        Assert.Equal(1, check.ExitCode);
        Assert.Equal(
            """
            notebooks/01-a.ipynb: the links to the notebooks before and after it are out of date
            notebooks/02-b.ipynb: the links to the notebooks before and after it are out of date
            README.md: the table of notebooks is out of date
            notebooks/02-b.ipynb: cell title: the link to nowhere.md leads to no file
            notebooks/02-b.ipynb: cell title: the heading 'Deep' is of level 3, after one of level 1

            """, check.Output);
        Assert.Equal("Run: cow clean\n", check.Errors);

        var clean = await CowCommand.RunInAsync(repository.Folder, "clean");
        Assert.Equal("notebooks/01-a.ipynb: cleaned\nnotebooks/02-b.ipynb: cleaned\nREADME.md: the table of notebooks was written\n", clean.Output);
        Assert.Contains("| [02 B](notebooks/02-b.ipynb) | see B | about a second |\n<!--/NOTEBOOKS-->", File.ReadAllText(repository["README.md"]), StringComparison.Ordinal);
        Assert.Contains("[02 B](02-b.ipynb) →", File.ReadAllText(repository["notebooks/01-a.ipynb"]), StringComparison.Ordinal);

        File.WriteAllText(repository["notebooks/02-b.ipynb"], Course("B", "\\n← [01 A](01-a.ipynb)"));
        Assert.Equal(new CowOutput(0, "", ""), await CowCommand.RunInAsync(repository.Folder, "check"));

        static string Course(string title, string more) =>
            $$"""{"cells":[{"cell_type":"markdown","id":"title","metadata":{},"source":"# {{title}}\n\nGoal: see {{title}}.\n\n*Takes about a second.*\n\n<!--NAVIGATION-->{{more}}"}],"metadata":{},"nbformat":4,"nbformat_minor":5}""";
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("check")]
    public async Task A_file_that_is_no_notebook_is_one_sentence(string command)
    {
        using var repository = new Repository().With("01-a", "1");
        File.WriteAllText(repository["x.ipynb"], "{");
        var result = await CowCommand.RunInAsync(repository.Folder, command, "x.ipynb");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("x.ipynb is not a notebook: ", result.Errors);
        Assert.DoesNotContain("   at ", result.Errors);
    }

    [Fact]
    public async Task What_is_not_valid_nbformat_is_named_and_made_valid()
    {
        using var repository = new Repository().WithFile(
            "x.ipynb", """{"cells":[{"cell_type":"raw","id":"a","metadata":{},"source":""},{"cell_type":"raw","id":"a","metadata":{},"source":""}],"metadata":{},"nbformat":4,"nbformat_minor":4}""");
        Assert.Equal("x.ipynb: the notebook is in nbformat 4.4, not 4.5\nx.ipynb: raw cell 2 has the id 'a' of a cell before it\n",
            (await CowCommand.RunInAsync(repository.Folder, "check", "x.ipynb")).Output);
        Assert.Equal("x.ipynb: cleaned\n", (await CowCommand.RunInAsync(repository.Folder, "clean", "x.ipynb")).Output);
        Assert.Equal(0, (await CowCommand.RunInAsync(repository.Folder, "check", "x.ipynb")).ExitCode);
    }

    [Fact]
    public async Task A_dib_is_clean_when_it_can_be_read_and_is_never_rewritten()
    {
        const string Text = "#!meta\n{\"title\":\"x\"}\n#!csharp\n1";
        using var repository = new Repository().WithFile("x.dib", Text).WithFile("y.dib", "#!csharp\n<<<<<<< a\n=======\n>>>>>>> b");
        Assert.Equal(new CowOutput(0, "", ""), await CowCommand.RunInAsync(repository.Folder, "check", "x.dib"));
        Assert.Equal(new CowOutput(0, "", ""), await CowCommand.RunInAsync(repository.Folder, "clean", "x.dib"));
        Assert.Equal(Text, File.ReadAllText(repository["x.dib"]));
        Assert.StartsWith("y.dib has a merge conflict: line 2 is", (await CowCommand.RunInAsync(repository.Folder, "check", "y.dib")).OneLine());
    }

    [Theory]
    [InlineData("run")]
    [InlineData("clean")]
    [InlineData("check")]
    public async Task Help_describes_the_command_with_an_example(string command)
    {
        var result = await CowCommand.RunInAsync("/", command, "--help");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Example", result.Output);
        Assert.Contains($"  cow {command}", result.Output);
    }

    [Fact]
    public async Task An_unknown_command_is_one_sentence()
    {
        var result = await CowCommand.RunInAsync("/", "moo");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'moo'", result.Errors);
    }
}
