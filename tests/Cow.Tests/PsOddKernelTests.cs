using System.Globalization;
using System.Text.Json.Nodes;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary><c>cow ps</c> of kernels and processes that are not as most are.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class PsOddKernelTests : IDisposable
{
    private readonly ProcTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Pages_of_hugetlbfs_have_a_column_of_their_own_and_USS_and_Shared_add_up_to_PSS()
    {
        var output = (await PsAsync(ProcTree.Fixture("odd-hugetlb"))).Output;

        Assert.Contains(["db_smon", "2.4", "1.9", "4.3", "2,048.0", "47.9", "0.0", "100", "1", "42"], Rows(output));
        Assert.Contains("88.0 MB of hugetlbfs", output);
        Assert.DoesNotContain("2,050.4", output);
    }

    [Fact]
    public async Task A_process_stands_where_what_it_really_takes_puts_it()
    {
        _tree.With(7, pss: 4000, uss: 4000, name: "small", hugetlb: 2_000_000).With(8, pss: 900_000, uss: 1000, name: "large");

        Assert.Equal(["small", "large", "all"], Rows((await PsAsync(_tree.Root)).Output).Skip(1).Select(row => row[0]));
    }

    [Fact]
    public async Task Swap_that_two_processes_share_is_counted_once_in_the_sum()
    {
        var rows = Rows((await PsAsync(ProcTree.Fixture("odd-swap"))).Output);

        Assert.Equal(["all", "3.9", "7.8", "11.7", "488.3"], rows[^1]);
        Assert.Equal(2, rows.Count(row => row[0] == "worker" && row[5] == "488.3"));
        Assert.Equal(500_000 * 1024L, (long)(await JsonAsync(ProcTree.Fixture("odd-swap")))["total"]!["swapBytes"]!);
    }

    [Fact]
    public async Task Without_SwapPss_swap_has_no_sum_and_the_reason_is_said()
    {
        _tree.With(7, pss: 400, uss: 400, swap: 100, swapPss: null).With(8, pss: 300, uss: 300, swap: 0, swapPss: null);
        var output = (await PsAsync(_tree.Root)).Output;

        Assert.Equal("-", Rows(output)[^1][^1]);
        Assert.Contains("does not say SwapPss", output);
        Assert.Null((await JsonAsync(_tree.Root))["total"]!["swapBytes"]);
    }

    [Fact]
    public async Task A_kernel_that_says_Pss_alone_is_shown_with_that_and_the_missing_fields_are_named()
    {
        var result = await PsAsync(ProcTree.Fixture("odd-wsl1"));

        Assert.Contains(["app", "-", "-", "0.0", "-", "-", "100", "1", "42"], Rows(result.Output));
        Assert.Contains("This kernel does not say Rss, Private_Clean, Private_Dirty, Swap", Unwrapped(result.Output));
        Assert.DoesNotContain("cut off", result.Output);
        var process = (await JsonAsync(ProcTree.Fixture("odd-wsl1")))["processes"]![0]!;
        Assert.Equal(1024, (long)process["pssBytes"]!);
        foreach (var missing in new[] { "ussBytes", "sharedBytes", "rssBytes", "swapBytes" }) Assert.Null(process[missing]);
    }

    [Theory]
    [InlineData("odd-future", "100", 102_400)]
    [InlineData("linux-6.1", "5342", 31_484 * 1024)]
    public async Task Unknown_fields_change_no_figure(string tree, string faults, long rss)
    {
        Assert.Contains(Rows((await PsAsync(ProcTree.Fixture(tree))).Output), row => row[^3] == faults && row[^1] == "42");
        Assert.Equal(rss, (long)(await JsonAsync(ProcTree.Fixture(tree)))["processes"]![0]!["rssBytes"]!);
    }

    [Theory]
    [InlineData("linux-3.10")]
    [InlineData("linux-4.9")]
    public async Task Before_smaps_rollup_the_mappings_are_summed_and_that_is_said(string tree)
    {
        var output = (await PsAsync(ProcTree.Fixture(tree))).Output;

        Assert.Contains("has no smaps_rollup (since Linux 4.14)", Unwrapped(output));
        Assert.Contains(Rows(output), row => row is ["bash", "0.2", "15.1", "15.3", ..]);
    }

    [Theory]
    [InlineData("not a rollup\n", "is not a mapping")]
    [InlineData("1000-2000 ---p 00000000 00:00 0 [rollup]\nRss: many kB\n", "Rss: many kB")]
    [InlineData("1000-2000 ---p 00000000 00:00 0 [rollup]\nRss: 4 kB\nPss: 4", "cut off")]
    [InlineData(null, "has no")]
    public async Task One_strange_process_hides_no_other_and_says_what_is_strange(string? rollup, string says)
    {
        _tree.With(7, pss: 400, uss: 100, name: "good").With(8, rollup, name: "strange").With(9, pss: 300, uss: 100, name: "better");

        foreach (var options in new[] { Array.Empty<string>(), ["--tree"], ["-p", "7", "-p", "8", "-p", "9"] })
        {
            var result = await PsAsync(_tree.Root, options);
            var rows = Rows(result.Output);
            Assert.Equal(["7", "8", "9"], rows.Skip(1).SkipLast(1).Select(row => row[^1]).Order());
            Assert.Contains(rows, row => row is ["strange", "-", "-", "-", "-", "-", ..]);
            Assert.Equal(["all", "0.2", "0.5", "0.7", "0.0"], rows[^1]);
            Assert.Contains(says, Unwrapped(result.Output));
        }
    }

    [Fact]
    public async Task A_process_whose_stat_makes_no_sense_hides_no_other()
    {
        _tree.With(7, pss: 400, uss: 100).Write("8/stat", "nonsense\n").Write("8/comm", "odd) S 1\n").With(9, pss: 300, uss: 100, parent: 7);

        foreach (var options in new[] { Array.Empty<string>(), ["--tree"] })
        {
            var result = await PsAsync(_tree.Root, options);
            Assert.Equal(["7", "8", "9"], Rows(result.Output).Skip(1).SkipLast(1).Select(row => row[^1]).Order());
            Assert.Contains("8 (odd) S 1)", result.Output);
        }
    }

    [Fact]
    public async Task A_process_that_ends_while_the_others_are_read_is_left_out()
    {
        // What is ending still has its stat, and gave up its memory.
        _tree.With(7, pss: 400, uss: 100).With(8, rollup: "").With(9, pss: 300, uss: 100);

        Assert.Equal(["7", "9"], Rows((await PsAsync(_tree.Root)).Output).Skip(1).SkipLast(1).Select(row => row[^1]));
    }

    [Fact]
    public async Task Processes_that_may_not_be_read_are_counted()
    {
        _tree.With(7, pss: 400, uss: 100).With(8, pss: 300, uss: 100);
        File.SetUnixFileMode(Path.Combine(_tree.Root, "8/smaps_rollup"), UnixFileMode.None);
        File.SetUnixFileMode(_tree.Root, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.UserWrite);

        var result = await CowCommand.RunAsNobodyAsync("ps", "--proc", _tree.Root);

        Assert.Contains("1 more may not be read by this user", Unwrapped(result.Output));
        Assert.Equal("7", Assert.Single(Rows(result.Output).Skip(1))[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_several_named_processes_those_that_are_there_are_shown_and_the_command_fails(bool tree)
    {
        _tree.With(7, pss: 400, uss: 100);

        var result = await CowCommand.RunAsync(["ps", "--proc", _tree.Root, "-p", "12", "-p", "7", .. tree ? ["--tree"] : Array.Empty<string>()]);

        Assert.Contains(Rows(result.Output), row => row[^1] == "7");
        Assert.Contains("There is no process 12", Unwrapped(result.Output));
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
    }

    [Theory]
    [InlineData('S', 0x0020_0000u, "is a kernel thread and has no memory of its own")]
    [InlineData('Z', 4194304u, "has exited and waits to be reaped")]
    public async Task A_tree_that_begins_at_a_process_without_memory_says_so(char state, uint flags, string says)
    {
        _tree.With(2, "", name: "root", state: state, flags: flags).With(3, pss: 400, uss: 100, parent: 2, name: "below").With(4, "", parent: 2, state: state, flags: flags);

        var result = await PsAsync(_tree.Root, "--tree", "-p", "2");

        Assert.Contains(says, Unwrapped(result.Output));
        Assert.Contains(Rows(result.Output), row => row is ["root", "-", .., "2"]);
        Assert.Contains(Rows(result.Output), row => row is ["below", "0.1", .., "3"]);
        Assert.Contains("1 more have no memory", result.Output);
    }

    [Theory]
    [InlineData(1049, 1049)]
    [InlineData(2150, 1070)]
    [InlineData(1000, 1003)]
    public async Task USS_and_Shared_add_up_to_PSS_as_they_are_printed(long pss, long uss)
    {
        for (var pid = 7; pid < 12; pid++) _tree.With(pid, pss + (17 * pid), uss + (13 * pid));

        var rows = Rows((await PsAsync(_tree.Root)).Output).Skip(1).ToList();
        Assert.Equal(6, rows.Count);
        Assert.All(rows, row => Assert.Equal(Number(row[3]), Number(row[1]) + Number(row[2])));
        Assert.All((await JsonAsync(_tree.Root))["processes"]!.AsArray(), process =>
            Assert.Equal((long)process!["pssBytes"]!, (long)process["ussBytes"]! + (long)process["sharedBytes"]!));
    }

    private static async Task<CowOutput> PsAsync(string root, params string[] options)
    {
        var result = await CowCommand.RunAsync(["ps", "--proc", root, .. options]);
        Assert.Equal("", result.Errors);
        return result;
    }

    private static async Task<JsonNode> JsonAsync(string root) => JsonNode.Parse((await PsAsync(root, "--json")).Output)!;

    /// <summary>The cells of the table, its head first; the command, without brackets, is the first cell of each.</summary>
    private static List<string[]> Rows(string output)
    {
        List<string> lines = [.. output.Split("\n\n")[0].Split('\n').Skip(1).Where(line => !line.StartsWith('─'))];
        var command = lines[0].IndexOf("command", StringComparison.Ordinal);
        return [.. lines.Select(line => (string[])[line[command..].Trim().Trim('[', ']'), .. line[..command].Split(' ', StringSplitOptions.RemoveEmptyEntries)])];
    }

    private static string Unwrapped(string output) => output.Replace('\n', ' ');

    private static decimal Number(string cell) => decimal.Parse(cell, CultureInfo.InvariantCulture);
}
