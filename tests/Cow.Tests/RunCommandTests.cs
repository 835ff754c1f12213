using System.Runtime.InteropServices;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

public partial class RunCommandTests
{
    [Fact]
    public async Task All_notebooks_run_in_order_from_any_folder_of_the_repository_and_become_a_book()
    {
        using var repository = new Repository().With("02-b", "2").With("01-a", "//parameters\nvar Size = 1;", "Console.WriteLine($\"Size is {Size}\");");
        var source = File.ReadAllText(repository["notebooks/01-a.ipynb"]);
        var result = await CowCommand.RunInAsync(repository["notebooks"], "run", "-p", "Size=-5");
        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^\[1/2\] 01-a  3 cells\n\[1/2\] 01-a  passed  .+ s\n\[2/2\] 02-b  1 cell\n\[2/2\] 02-b  passed  .+ s\n2 notebooks passed\. The book: \.\./book/index\.html\n$", result.Output);
        Assert.Equal(["01-a.html", "01-a.ipynb", "02-b.html", "02-b.ipynb", "book.css", "book.js", "index.html", "plotly.js", "reader.js", "search-text.js", "search.js"],
            Directory.GetFiles(repository["book"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("Size is -5", File.ReadAllText(repository["book/01-a.html"]));
        Assert.Equal(source, File.ReadAllText(repository["notebooks/01-a.ipynb"]));
    }

    [Fact]
    public async Task A_failed_cell_is_told_with_source_error_and_output_and_the_others_run_on()
    {
        using var repository = new Repository().With("01-a", "var zero = 0;", "Console.WriteLine(\"so far\");\n1 / zero").With("02-b", "2");
        var result = await CowCommand.RunInAsync(repository.Folder, "run");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("[1/2] 01-a  FAILED at cell 2", result.Output);
        Assert.Contains("cell 2, line 2: Attempted to divide by zero. (System.DivideByZeroException)", result.Output);
        Assert.Contains(">   2 | 1 / zero", result.Output);
        Assert.Contains("output so far:\n    so far\n", result.Output);
        Assert.Contains("[2/2] 02-b  passed", result.Output);
        Assert.Contains("1 of 2 notebooks failed. The book: book/index.html", result.Output);
        Assert.Contains("Attempted to divide by zero", File.ReadAllText(repository["book/01-a.html"]));
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task An_endless_cell_is_stopped_and_a_dead_engine_is_named()
    {
        using var repository = new Repository().With("01-a", "1 + 1", "System.Threading.Thread.Sleep(-1);").With("02-b", "Environment.FailFast(\"no\");");
        var result = await CowCommand.RunInAsync(repository.Folder, "run", "--timeout", "8");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Cell 2 ran longer than 8 s and was stopped.", result.Output);
        Assert.Contains("The engine process was killed by SIGABRT", result.Output);
        Assert.DoesNotContain("Unhandled", result.Errors);
    }

    [Fact]
    public async Task A_run_of_one_notebook_keeps_the_pages_of_the_others()
    {
        using var repository = new Repository().With("01-a", "1").With("02-b", "2");
        Assert.Equal(0, (await CowCommand.RunInAsync(repository.Folder, "run")).ExitCode);
        Assert.Equal(0, (await CowCommand.RunInAsync(repository.Folder, "run", "notebooks/02-b.ipynb")).ExitCode);
        Assert.Contains("01-a.html", File.ReadAllText(repository["book/index.html"]));
        Assert.Contains("01-a.html", File.ReadAllText(repository["book/02-b.html"]));
    }

    [Theory]
    [InlineData("There is no notebook nowhere.ipynb.", "nowhere.ipynb")]
    [InlineData("There is no notebook nowhere.dib.", "nowhere.dib")]
    [InlineData("notes.txt is not a notebook. Name a file that ends in .ipynb or .dib.", "notes.txt")]
    [InlineData("notebooks is a folder. Name the notebooks in it.", "notebooks")]
    [InlineData("Size is an int: 'abc' is not one.", "-p", "Size=abc")]
    [InlineData("Size is an int: '99999999999' is not one. It goes from", "-p", "Size=99999999999")]
    [InlineData("No notebook here has a parameter Sise. Known: Size.", "-p", "Sise=1")]
    [InlineData("-p Size sets nothing. Write -p Name=value.", "-p", "Size")]
    [InlineData("--timeout 0 is not a time limit.", "--timeout", "0")]
    [InlineData("--timeout -1 is not a time limit.", "--timeout", "-1")]
    [InlineData("would be overwritten by its executed copy", "--out", "notebooks")]
    [InlineData("--nonsense is not an option of this command. Try --help.", "--nonsense")]
    [InlineData("Try: cow run --help", "--timeout", "abc")]
    public async Task A_mistake_is_one_sentence_with_exit_code_2_and_nothing_runs(string message, params string[] arguments)
    {
        using var repository = new Repository().With("01-a", "//parameters\nvar Size = 1;");
        var result = await CowCommand.RunInAsync(repository.Folder, ["run", .. arguments]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Errors);
        Assert.DoesNotContain("   at ", result.Errors);
        Assert.Equal("", result.Output);
        Assert.False(Directory.Exists(repository["book"]));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named_before_anything_runs()
    {
        using var repository = new Repository().With("01-a", "1");
        var result = await CowCommand.RunInAsync(repository.Folder, "run", "--out", "/proc/nowhere");
        Assert.Equal(1, result.ExitCode);
        Assert.Matches("^/proc/nowhere cannot be written: .+\n$", result.Errors);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task Outside_a_repository_it_says_where_to_go()
    {
        var result = await CowCommand.RunInAsync("/", "run");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Go to the repository", result.Errors);
    }

    [Theory]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    [InlineData(9, 137)]
    public async Task A_signal_ends_the_run_and_leaves_no_process(int signal, int exitCode)
    {
        var mark = $"86{Random.Shared.Next(100_000, 999_999)}";
        using var repository = new Repository().With("01-a", $"System.Diagnostics.Process.Start(\"sleep\", \"{mark}\");", "System.Threading.Thread.Sleep(-1);").With("02-b", "2");
        using var process = CowCommand.StartIn(repository.Folder, "run");
        await Processes.UntilAsync(() => Processes.Find($"sleep\0{mark}\0").Count == 1);
        var engines = Processes.Find("CowNotebooks.Engine.dll", repository["notebooks"]);
        Assert.Single(engines);
        Assert.Equal(0, Kill(process.Pid, signal));
        Assert.Equal(exitCode, (await process.ResultAsync()).ExitCode);
        await Processes.UntilAsync(() => Processes.Find($"sleep\0{mark}\0").Count == 0 && Processes.Find("CowNotebooks.Engine.dll", repository["notebooks"]).Count == 0);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
