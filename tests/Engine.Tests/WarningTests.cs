using CowNotebooks.Notebooks.Tests;

namespace CowNotebooks.Engine.Tests;

public class WarningTests
{
    [Fact]
    public async Task The_compilers_warnings_are_written_to_stderr_with_their_line_and_the_cell_runs()
    {
        var run = Assert.Single(await Engines.RunAsync("[Obsolete(\"old\")] int Old() => 5;\nvar all = new[] { 1 }.Select(x => x);\nOld()"));
        Assert.Equal("cell 1, line 3: warning CS0618: 'Old()' is obsolete: 'old'\n", run.Text("stderr"));
        Assert.Equal("5", run.Value);
    }

    [Fact]
    public async Task Those_of_an_imported_file_are_not_repeated_in_every_notebook()
    {
        using var scratch = new Scratch();
        scratch.Write("setup.dib", "#!csharp\n[Obsolete(\"old\")] int Old() => 5;\nvar five = Old();");
        var run = Assert.Single(await Engines.RunInAsync(scratch.Folder, "#!import setup.dib\nfive"));
        Assert.Equal("", run.Text("stderr"));
        Assert.Equal("5", run.Value);
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_with_the_checks_for_interrupts_runs_as_it_was_written_with_its_warnings()
    {
        // Under this name it cannot be seen that the method returns a value.
        var run = Assert.Single(await Engines.RunAsync("using Answer = System.Threading.Tasks.Task<int>;\n[Obsolete(\"old\")] int Old() => 5;\nasync Answer F() => Old();\nawait F()"));
        Assert.Null(run.Error);
        Assert.Contains("cell 1, line 3: warning CS0618: 'Old()' is obsolete: 'old'\n", run.Text("stderr"));
        Assert.Equal("5", run.Value);
    }

    [Fact]
    public async Task A_returned_value_is_shown()
    {
        var runs = await Engines.RunAsync("return 5;", "var x = 1;\nif (x > 0) return \"early\";\nConsole.WriteLine(\"late\");", "if (x > 1) return \"early\";\nConsole.WriteLine(\"late\");", "x");
        Assert.Equal(["5", "early", null, "1"], runs.Select(run => run.Value));
        Assert.Equal("late\n", runs[2].Text("stdout"));
        Assert.All(runs, run => Assert.Null(run.Error));
    }

    [Fact]
    public async Task Cells_know_the_cultures_of_the_world()
    {
        var runs = await Engines.RunAsync(
            "var german = new System.Globalization.CultureInfo(\"de-DE\");\nnew DateTime(2026, 3, 1).ToString(\"D\", german)",
            "System.Globalization.CultureInfo.CurrentCulture = german;\nvar text = 1234.5.ToString(\"N1\");\nawait Task.Yield();\n$\"{text} {1.5}\"");
        Assert.Equal("Sonntag, 1. März 2026", runs[0].Value);
        Assert.Equal("1.234,5 1,5", runs[1].Value);
    }
}
