using System.Text.RegularExpressions;
using CowNotebooks.Tests;
using Mono.Unix.Native;

namespace CowNotebooks.Cow.Tests;

/// <summary>Runs that write the same book: one after the other or not at all, as pages of two would stand side by side in it.</summary>
public sealed partial class RunTwiceTests : IDisposable
{
    private readonly Repository _repository = new();

    public RunTwiceTests() =>
        _repository.With("01-a", "//parameters\nvar Size = 1;", $"while (!System.IO.File.Exists(@\"{Go}\")) await Task.Delay(20);", "Console.WriteLine($\"Size is {Size}\");").With("02-b", "2");

    // What the cell waits for.
    private string Go => _repository["go"];

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task A_second_run_into_the_same_book_says_that_one_is_writing_and_the_first_ends_whole()
    {
        using var first = await BeginAsync("5");
        var second = await RunAsync("7");
        Assert.Equal(1, second.ExitCode);
        Assert.Equal($"Another cow run is writing to {_repository["book"]}. Wait until it has ended, or choose another folder.", second.OneLine());

        File.WriteAllText(Go, "");
        // Another folder is another book.
        var elsewhere = await CowCommand.RunInAsync(_repository.Folder, "run", "--out", "elsewhere", "-p", "Size=9");
        Assert.Equal((0, 0), ((await first.ResultAsync()).ExitCode, elsewhere.ExitCode));
        AssertWhole("book", "5");
        AssertWhole("elsewhere", "9");
    }

    [Fact]
    public async Task A_run_that_was_killed_leaves_the_book_to_the_next_one()
    {
        using var first = await BeginAsync("5");
        Assert.Equal(0, Syscall.kill(first.Pid, Signum.SIGKILL));
        Assert.Equal(128 + (int)Signum.SIGKILL, (await first.ResultAsync()).ExitCode);
        File.WriteAllText(Go, "");
        Assert.Equal(0, (await RunAsync("7")).ExitCode);
        AssertWhole("book", "7");
    }

    [Fact]
    public async Task Of_runs_that_start_at_once_the_book_is_that_of_one_and_the_others_refuse()
    {
        File.WriteAllText(Go, "");
        string[] sizes = ["11", "12", "13", "14"];
        var results = await Task.WhenAll(sizes.Select(RunAsync));
        // On a busy machine one may start when another has ended.
        var ran = sizes.Where((_, which) => results[which].ExitCode == 0).ToList();
        Assert.NotEmpty(ran);
        Assert.All(results.Where(result => result.ExitCode != 0), result => Assert.StartsWith("Another cow run is writing to ", result.OneLine(), StringComparison.Ordinal));
        AssertWhole("book", Assert.Single(ran, size => File.ReadAllText(_repository["book/01-a.html"]).Contains($"Size is {size}", StringComparison.Ordinal)));
    }

    /// <summary>A run that has taken the book and waits in a cell.</summary>
    private async Task<CowCommand> BeginAsync(string size)
    {
        var run = CowCommand.StartIn(_repository.Folder, "run", "-p", $"Size={size}");
        await Processes.UntilAsync(() => File.Exists(_repository["book/search.js"]));
        return run;
    }

    private Task<CowOutput> RunAsync(string size) => CowCommand.RunInAsync(_repository.Folder, "run", "-p", $"Size={size}");

    /// <summary>All of the book is there, of one run, and nothing half written.</summary>
    private void AssertWhole(string book, string size)
    {
        string[] files = ["01-a.html", "01-a.ipynb", "02-b.html", "02-b.ipynb", "book.css", "book.js", "index.html", "plotly.js", "reader.js", "search-text.js", "search.js"];
        Assert.Equal(files, Directory.GetFileSystemEntries(_repository[book]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var file in new[] { "01-a.html", "01-a.ipynb" })
            Assert.Equal($"Size is {size}", Assert.Single(SizeIs().Matches(File.ReadAllText(_repository[$"{book}/{file}"])).Select(match => match.Value).Distinct()));
        Assert.EndsWith("</html>", File.ReadAllText(_repository[$"{book}/index.html"]).TrimEnd(), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"Size is \d+")]
    private static partial Regex SizeIs();
}
