using System.Text.Json;
using CowNotebooks.Lab.Diagnosing;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary><c>cow compare</c>, and <c>cow measure</c> with several interpreters.</summary>
public sealed class CompareTests : IDisposable
{
    private const string InstallPython = "Install CPython (Debian: apt-get install python3).";
    private readonly string _folder = Directory.CreateTempSubdirectory("cow-compare-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_table_has_a_row_for_each_runtime_and_fits_80_columns()
    {
        Requires.Program(InstallPython, "python3");
        var result = await CowCommand.RunAsync("compare", "iterate", "--heap", "default", "--count", "50000");

        Assert.Equal("", result.Errors);
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Matches(@"(?m)^ \.NET [0-9.]+, boxed-integers +0 +0\.00 +- +0 +agree$", result.Output);
        Assert.Matches(@"(?m)^ CPython [0-9.]+, integers +\d+ +[78]\.\d\d +(100|99) % +\d+ +agree$", result.Output);
        if (SearchPath.Find("pypy3") is not null) Assert.Contains("PyPy ", result.Output);
    }

    [Fact]
    public async Task A_runtime_that_is_missing_is_one_line_with_its_remedy_and_no_error()
    {
        var result = await CowCommand.RunInAsync(_folder, new Dictionary<string, string> { ["COW_PYTHON"] = "/no/such/python" },
            ["compare", "iterate", "--runtime", "dotnet", "--runtime", "python", "--count", "1000"]);

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Contains("boxed-integers", result.Output);
        Assert.Contains("! python: '/no/such/python'", result.Output);
        Assert.Contains("Install CPython", result.Output.ReplaceLineEndings(" "));
        Assert.Single(result.Output.Split('\n'), line => line.Contains("! python", StringComparison.Ordinal));
        // One that was asked for by its path is: there is nothing to show then.
        Assert.Equal(ExitCodes.Failed, (await CowCommand.RunAsync("compare", "iterate", "--runtime", "python", "--interpreter", "/no/such/python")).ExitCode);
    }

    [Fact]
    public async Task JSON_has_each_report_and_the_CSV_a_line_for_it()
    {
        var csv = Path.Combine(_folder, "compare.csv");
        var result = await CowCommand.RunAsync("compare", "lock", "--count", "20000", "--json", "--csv", csv);

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        var rows = JsonDocument.Parse(result.Output).RootElement.GetProperty("rows").EnumerateArray().ToList();
        var locked = rows.First(row => row.GetProperty("heap").ValueEquals("boxed-integers"));
        Assert.Equal(locked.GetProperty("report").GetProperty("copiedPages").GetInt64() / 20.0, locked.GetProperty("copiedPagesPerThousand").GetDouble(), 6);
        Assert.Equal(1, locked.GetProperty("identicalShare").GetDouble());
        Assert.Equal("agree", locked.GetProperty("verdict").GetString());
        // Only .NET has locks.
        var without = Assert.Single(rows, row => row.GetProperty("runtime").ValueEquals("python"));
        Assert.Equal("The catalogue has no workload 'lock'.", without.GetProperty("why").GetString());
        Assert.Equal(JsonValueKind.Null, without.GetProperty("report").ValueKind);
        Assert.Equal(1 + rows.Count(row => row.GetProperty("report").ValueKind == JsonValueKind.Object), File.ReadAllLines(csv).Length);
    }

    [Fact]
    public async Task Several_interpreters_of_one_runtime_are_put_side_by_side()
    {
        var python = Requires.Program(InstallPython, "python3");
        string[] measure = ["measure", "--runtime", "python", "--count", "20000", "--interpreter", python, "--interpreter", "/no/such/python"];
        var text = await CowCommand.RunAsync(measure);
        Assert.Matches(@"(?m)^ CPython [0-9.]+, integers +1\d\d +", text.Output);
        Assert.Contains("! python: '/no/such/python'", text.Output);
        Assert.Equal(ExitCodes.Failed, text.ExitCode);

        var json = await CowCommand.RunAsync(["measure", "--runtime", "python", "--count", "20000", "--interpreter", python, "--interpreter", python, "--json"]);
        Assert.Equal(ExitCodes.Ok, json.ExitCode);
        var rows = JsonDocument.Parse(json.Output).RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal("agree", row.GetProperty("report").GetProperty("reconciliation").GetProperty("verdict").GetString()));
    }

    [Theory]
    [InlineData("There is no workload 'fly' for ", "compare", "fly")]
    [InlineData("There is no heap 'cloud' for dotnet, python. Choose one of: ", "compare", "iterate", "--heap", "cloud", "--runtime", "dotnet", "--runtime", "python")]
    [InlineData("--interpreter needs to know of which runtime.", "compare", "iterate", "--interpreter", "python3")]
    [InlineData("--interpreter needs to know of which runtime.", "compare", "iterate", "--interpreter", "python3", "--runtime", "dotnet")]
    [InlineData("The count must be at least 1", "compare", "iterate", "--count", "0")]
    [InlineData("--record keeps one run, and 2 interpreters make as many.", "measure", "--runtime", "python", "--interpreter", "a", "--interpreter", "b", "--record", "x.csv")]
    [InlineData("The setting 'concurrent' is refused: a background collection needs its own thread", "measure", "--gc", "concurrent", "--count", "1000")]
    [InlineData("A child with the setting 'server' cannot run 'collect2'", "measure", "--gc", "server", "--workload", "collect2", "--count", "1000")]
    public async Task A_mistake_is_one_sentence_with_what_to_do(string said, params string[] arguments)
    {
        var result = await CowCommand.RunInAsync(_folder, arguments);
        Assert.StartsWith(said, result.OneLine());
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
    }
}
