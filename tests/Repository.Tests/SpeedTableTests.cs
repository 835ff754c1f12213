using System.Diagnostics;
using System.Text.RegularExpressions;
using CowNotebooks.Tests;

namespace CowNotebooks.Repository.Tests;

/// <summary>The benchmarks run and write their table. Nothing here says how fast anything is.</summary>
public sealed class SpeedTableTests : IDisposable
{
    private const string Before = "# How it works\n\n<!-- speed: written by tests/Benchmarks -->", After = "<!-- /speed -->\n\nMore of it.\n";

    // What takes longer at any size, two engines and a notebook, is left out.
    private static readonly string[] Rows = ["measurement", "sizing", "pages", "fork", "faults", "experiment", "start"];

    private readonly string _document = Path.GetTempFileName();

    [Fact]
    public async Task Each_row_of_the_table_of_speed_is_measured_and_written_and_one_alone_leaves_the_others()
    {
        Requires.Program("Install a C compiler: apt-get install gcc libc6-dev.", "gcc", "cc");
        await File.WriteAllTextAsync(_document, Before + After, TestContext.Current.CancellationToken);

        await MeasureAsync(Rows);
        var all = Lines();
        await MeasureAsync("start");
        var again = Lines();

        Assert.Equal(Rows, all.Select(RowOf).Distinct());
        Assert.All(all, line => Assert.Matches(@"^\| `[a-z]+` (\| [^|]* ?){6}\| \d{4}-\d\d-\d\d \|$", line));
        // What may be missing beside a C compiler: root's rights, ps_mem, a package registry.
        Assert.All(all, line => Assert.DoesNotMatch(@"\| null: (?!only root|the program by hand|it is not on this machine|dotnet-gcdump )", line));
        Assert.Equal(all.Where(line => RowOf(line) != "start"), again.Where(line => RowOf(line) != "start"));
        Assert.Equal(all.Count, again.Count);
        Assert.StartsWith(Before, await File.ReadAllTextAsync(_document, TestContext.Current.CancellationToken));
        Assert.EndsWith(After, await File.ReadAllTextAsync(_document, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_row_that_does_not_exist_is_named_and_the_document_stays_as_it_is()
    {
        await File.WriteAllTextAsync(_document, Before + After, TestContext.Current.CancellationToken);

        var (exitCode, said) = await RunAsync("table", "strat", "--to", _document);

        Assert.Equal(2, exitCode);
        Assert.Contains("There is no row 'strat'.", said);
        Assert.Equal(Before + After, await File.ReadAllTextAsync(_document, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_table_of_speed_in_the_documentation_has_every_row()
    {
        var written = File.ReadAllLines(Path.Combine(Source.Root, "lib/README.md")).Where(line => Regex.IsMatch(line, @"^\| `[a-z]+` .*\| \d{4}-\d\d-\d\d \|$")).Select(RowOf).Distinct();

        Assert.Equal(Rows.Append("cells").Append("course"), written);
    }

    public void Dispose() => File.Delete(_document);

    private async Task MeasureAsync(params string[] rows)
    {
        var (exitCode, said) = await RunAsync(["table", .. rows, "--tiny", "--to", _document]);
        Assert.True(exitCode == 0, said);
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Source.Root, "tests/Benchmarks/bin", Source.Build, "CowNotebooks.Benchmarks"),
            arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    private List<string> Lines() => [.. File.ReadLines(_document).Where(line => line.StartsWith("| `", StringComparison.Ordinal))];

    private static string RowOf(string line) => line.Split('`')[1];
}
