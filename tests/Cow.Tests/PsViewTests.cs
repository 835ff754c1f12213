using System.Diagnostics;
using System.Text.Json.Nodes;
using CowNotebooks.Procfs;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary>How <c>cow ps</c> shows, filters, sorts and sums processes; and its figures beside those of smem and psutil.</summary>
public sealed class PsViewTests : IDisposable
{
    private const int Kilobyte = 1024;
    private static readonly string[] Columns = ["pid", "ussBytes", "pssBytes", "rssBytes", "anonymousBytes"];
    private readonly ProcTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Command_lines_are_shown_as_ps_does_cut_to_80_columns_where_there_is_no_terminal()
    {
        var long80 = string.Join('\0', Enumerable.Repeat("argument", 20));
        _tree.With(7, pss: 400, uss: 100, name: "gunicorn").Write("7/cmdline", $"gunicorn: worker\0[app]\0{long80}\0").With(8, pss: 300, uss: 100, name: "kworker").Write("8/cmdline", "");
        var (cut, wide) = (await OutputAsync(), await OutputAsync("--wide"));

        Assert.All(cut.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("gunicorn: work", cut);
        Assert.Contains($"gunicorn: worker [app] {long80.Replace('\0', ' ')}\n", wide);
        Assert.Contains(" [kworker]\n", wide);
    }

    [Fact]
    public async Task A_command_line_of_wide_characters_and_emoji_is_cut_to_80_columns_and_none_in_half()
    {
        _tree.With(7, pss: 400, uss: 100, name: "app").Write("7/cmdline", $"{string.Concat(Enumerable.Repeat("日本語🐄", 20))}\0");
        var cut = await OutputAsync();

        Assert.DoesNotContain('\uFFFD', cut);
        var line = Assert.Single(cut.Split('\n'), line => line.Contains("日本語🐄", StringComparison.Ordinal));
        Assert.EndsWith("…", line, StringComparison.Ordinal);
        // Each of these takes two columns.
        Assert.InRange(line.EnumerateRunes().Sum(rune => rune.Value > 0x2fff ? 2 : 1), 60, 80);
    }

    [Fact]
    public async Task Processes_are_chosen_by_name_or_command_line_and_a_tree_begins_at_them()
    {
        _tree.With(7, pss: 400, uss: 100, name: "gunicorn").With(8, pss: 300, uss: 100, parent: 7, name: "python3")
            .With(9, pss: 200, uss: 100, name: "python3").Write("9/cmdline", "python3\0app.py\0");

        Assert.Equal([7], await PidsAsync("--name", "GUNI"));
        Assert.Equal([9], await PidsAsync("--name", @"app\.py$"));
        Assert.Equal([7, 8], await PidsAsync("--name", "gunicorn", "--tree"));
        var none = await CowCommand.RunAsync("ps", "--proc", _tree.Root, "--name", "nothing");
        Assert.Contains("'nothing'", none.OneLine());
        Assert.Equal(ExitCodes.Failed, none.ExitCode);
    }

    [Theory]
    [InlineData("uss", 9, 8, 7)]
    [InlineData("pss", 7, 8, 9)]
    [InlineData("shared", 7, 8, 9)]
    [InlineData("swap", 8, 7, 9)]
    [InlineData("name", 9, 8, 7)]
    [InlineData("pid", 7, 8, 9)]
    public async Task They_are_sorted_by_a_column(string by, params int[] pids)
    {
        _tree.With(7, pss: 400, uss: 100, name: "c", swap: 5).With(8, pss: 300, uss: 150, name: "b", swap: 9).With(9, pss: 210, uss: 200, name: "a", swap: 1);
        Assert.Equal(pids, await PidsAsync("--sort", by));
    }

    [Fact]
    public async Task Programs_have_the_sums_of_their_processes()
    {
        _tree.With(7, pss: 4096, uss: 1024, name: "app").With(8, pss: 2048, uss: 1024, name: "app").With(9, pss: 1024, uss: 1024, name: "small");
        var programs = JsonNode.Parse(await OutputAsync("--by-program", "--json"))!["programs"]!.AsArray();

        Assert.Equal(["app", "small"], programs.Select(program => (string)program!["name"]!));
        Assert.Equal((2, 6144L * Kilobyte, 4096L * Kilobyte), ((int)programs[0]!["count"]!, (long)programs[0]!["total"]!["pssBytes"]!, (long)programs[0]!["total"]!["sharedBytes"]!));
        Assert.Contains("2.0      4.0   6.0", (await OutputAsync("--by-program")).Split('\n').Single(line => line.EndsWith(" app", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("no column 'nonsense'", "--sort", "nonsense")]
    [InlineData("no column 'x'", "--columns", "uss,x")]
    [InlineData("not a regular expression", "--name", "(")]
    [InlineData("order of its own", "--tree", "--sort", "uss")]
    [InlineData("both choose", "--name", "x", "-p", "1")]
    public async Task What_cannot_be_shown_is_one_line(string says, params string[] options)
    {
        var result = await CowCommand.RunAsync(["ps", .. options]);
        Assert.Contains(says, result.OneLine());
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
    }

    [Fact]
    public async Task The_anonymous_file_and_shared_memory_parts_add_up_to_PSS()
    {
        var self = JsonNode.Parse((await CowCommand.RunAsync("ps", "--json", "-p", $"{Environment.ProcessId}")).Output)!["processes"]![0]!;
        Requires.That(self["pssAnonymousBytes"] is not null, "This kernel does not split PSS (since Linux 5.3).");
        // Each is rounded down to kB.
        Assert.InRange((long)self["pssBytes"]! - Parts().Sum(part => (long)self[part]!), 0, 3 * Kilobyte);
        var columns = (await CowCommand.RunAsync("ps", "--columns", "anonymous,file,shmem,shared_dirty,pid", "-p", $"{Environment.ProcessId}")).Output;
        Assert.Equal(["anon", "file", "shmem", "Sh_Dirty", "PID", "command"], columns.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));

        static string[] Parts() => ["pssAnonymousBytes", "pssFileBytes", "pssShmemBytes"];
    }

    [Fact]
    public async Task USS_RSS_and_PSS_of_20_parked_processes_are_those_of_smem_and_psutil()
    {
        var smem = Requires.Program("Install it (Debian: apt-get install smem).", "smem");
        Requires.That(Environment.IsPrivilegedProcess, "smem shows only what its user may read: run the tests as root, e.g. in the development container.");
        using var family = new ForkingFamily(1000, "parked");
        // Children alone: what they map of CPython's file they share with each other, so that smem and psutil, which are CPython too, change nothing while they run.
        List<int> pids = [.. Enumerable.Range(0, 20).Select(_ => family.Fork())];
        for (var child = 0; child < pids.Count; child++) family.Write(child, 50 * child + 1);

        const string script = "import psutil, sys\nfor pid in sys.argv[1:]:\n m = psutil.Process(int(pid)).memory_full_info()\n print(pid, m.uss, m.pss, m.rss)";
        var (rows, (psutils, smems)) = await Strangers.StillAsync(OursAsync, () => Task.FromResult((
            Table(Output("/usr/bin/python3", ["-c", script, .. pids.Select(pid => $"{pid}")]), 1),
            Table(Output(smem, ["-H", "-c", "pid uss pss rss"]), Kilobyte))));
        var ours = Table(string.Join('\n', rows), 1);

        Assert.Equal(20, ours.Count);
        foreach (var pid in pids)
        {
            Assert.Equal(ours[pid][0], psutils[pid][0]);
            Assert.Equal(ours[pid][0], smems[pid][0]);
            Assert.Equal(ours[pid][2], smems[pid][2]);
            // smem and psutil map the file of CPython too while they run: a page of it that 20 had before then has 21, which takes 1/420 of it from the PSS of each.
            var sharing = (ours[pid][2] - ours[pid][3]) / (20 * 21) + Kilobyte;
            // psutil reads smaps_rollup too. smem adds up smaps, where the kernel rounds PSS down to kB in each mapping.
            Assert.InRange(ours[pid][1] - psutils[pid][1], -sharing, sharing);
            Assert.InRange(ours[pid][1] - smems[pid][1], -sharing, sharing + (Kilobyte * new ProcFs().Process(pid).Maps().Count));
        }

        async Task<IReadOnlyList<string>> OursAsync()
        {
            var result = await CowCommand.RunAsync(["ps", "--json", .. pids.SelectMany(pid => new[] { "-p", $"{pid}" })]);
            return [.. JsonNode.Parse(result.Output)!["processes"]!.AsArray().Select(row => string.Join(' ', Columns.Select(column => $"{row![column]}")))];
        }
    }

    private static Dictionary<int, long[]> Table(string output, int unit) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToArray())
        .ToDictionary(row => (int)row[0], row => row[1..].Select(figure => figure * unit).ToArray());

    private static string Output(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Requires.That(!errors.Result.Contains("No module named 'psutil'", StringComparison.Ordinal), "psutil is not installed. Install it (Debian: apt-get install python3-psutil).");
        return output;
    }

    private async Task<string> OutputAsync(params string[] options)
    {
        var result = await CowCommand.RunAsync(["ps", "--proc", _tree.Root, .. options]);
        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Errors));
        return result.Output;
    }

    private async Task<IEnumerable<int>> PidsAsync(params string[] options) =>
        JsonNode.Parse(await OutputAsync(["--json", .. options]))!["processes"]!.AsArray().Select(process => (int)process!["pid"]!);
}
