using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using CowNotebooks.Lab;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary><c>cow watch</c> of processes that were there before it.</summary>
public sealed partial class WatchTests : IDisposable
{
    private const int Pages = 2000, PageSize = 4096, Sigint = 2;
    private readonly string _folder = Directory.CreateTempSubdirectory("cow-watch-").FullName;

    private string Csv => Path.Combine(_folder, "watch.csv");

    private string Metrics => Path.Combine(_folder, "watch.prom");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_a_child_copies_is_told_as_erosion_to_the_page_and_new_and_ended_members_are_named()
    {
        using var family = new ForkingFamily(Pages);
        var child = family.Fork();
        using var cow = CowCommand.Start("watch", $"{family.Pid}", "--tree", "--every", "50ms", "--csv", Csv);
        await RowAsync(row => row["pid"] == $"{child}");
        family.Write(0, 1000);
        var eroded = await RowAsync(row => row["pid"] == $"{child}" && Number(row, "erodedBytes") >= 1000 * PageSize);
        var second = family.Fork();
        await RowAsync(row => row["pid"] == $"{second}" && row["event"] == "new");
        family.End(0);
        await RowAsync(row => row["pid"] == $"{child}" && row["event"] == "ended");
        family.Dispose();
        var result = await cow.ResultAsync();

        // What CPython itself writes meanwhile are some pages.
        Assert.InRange(Number(eroded, "erodedBytes")!.Value, 1000 * PageSize, 1100 * PageSize);
        Assert.InRange(Number(eroded, "erodedRatio")!.Value, 0.2, 0.5);
        Assert.True(Number(eroded, "minorFaults") >= 1000);
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Contains($"{second} (family) is new, a child of {family.Pid}\n", result.Output);
        Assert.Contains($"{child} (family) has ended\n", result.Output);
        Assert.Contains("All processes have ended.", result.Output);
        // Those that lived together last: what the ended child had is in no sum.
        Assert.Contains("3 processes, 3 of which have ended: USS", result.Output.Replace('\n', ' ').Replace("  ", " ", StringComparison.Ordinal));
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task What_becomes_private_as_a_child_ends_is_not_eroded_and_the_last_line_sums_up_no_process_that_had_ended()
    {
        using var family = new ForkingFamily(Pages);
        var child = family.Fork();
        using var cow = CowCommand.Start("watch", $"{family.Pid}", "--tree", "--every", "50ms", "--csv", Csv);
        await RowAsync(row => row["pid"] == $"{child}");
        family.End(0);
        var alone = await RowAsync(row => row["pid"] == $"{family.Pid}" && Number(row, "sharedAnonymousBytes") < 100 * PageSize);
        family.Dispose();
        var result = await cow.ResultAsync();

        Assert.InRange(Number(alone, "erodedBytes")!.Value, 0, 100 * PageSize);
        var pss = Pss().Match(result.Output.Replace('\n', ' '));
        var (first, last) = (double.Parse(pss.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(pss.Groups[2].Value, CultureInfo.InvariantCulture));
        // Summed up with the child that has ended it would be 8 MB more. Strangers that end leave some of their share of libc and CPython to those that stay.
        Assert.InRange(last, 1, first + 4);
    }

    [Fact]
    public async Task When_its_budget_is_used_up_it_reads_memory_only_where_nothing_moved_but_still_counts_faults_and_sees_the_end()
    {
        using var family = new ForkingFamily(100);
        family.Fork();
        using var watch = Watch.Start(family.Pid, new WatchOptions { Family = true, Every = TimeSpan.FromMilliseconds(20), UsedBefore = TimeSpan.FromHours(1) });
        var looks = new List<WatchLook>();
        await foreach (var look in watch.LooksAsync(TestContext.Current.CancellationToken))
        {
            looks.Add(look);
            if (looks.Count == 3) family.Write(0, 50);
            if (looks.Count > 3 && !looks[^1].IsMemoryKnown) family.Dispose();
        }

        Assert.All(looks[..3], look => Assert.True(look.IsMemoryKnown && WatchFigures.Uss.Of(look.Processes) > 0));
        var moved = looks.First(look => !look.IsMemoryKnown);
        Assert.Null(WatchFigures.Uss.Of(moved.Processes));
        Assert.True(WatchFigures.MinorFaults.Of(moved.Processes) >= WatchFigures.MinorFaults.Of(looks[0].Processes) + 50);
        Assert.Empty(looks[^1].Processes);
    }

    [Fact]
    public async Task Without_tree_the_process_alone_is_watched_and_its_end_is_the_end()
    {
        using var family = new ForkingFamily(100);
        family.Fork();
        using var cow = CowCommand.Start("watch", $"{family.Pid}", "--every", "50ms", "--csv", Csv);
        await RowAsync(_ => true);
        family.Dispose();
        var result = await cow.ResultAsync();

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Contains($"Process {family.Pid} has ended.", result.Output);
        Assert.Equal($"{family.Pid}", Assert.Single(Rows().Select(row => row["pid"]).Distinct()));
    }

    [Fact]
    public async Task Control_C_leaves_whole_rows_a_last_line_and_success()
    {
        using var family = new ForkingFamily(100);
        using var cow = CowCommand.Start("watch", $"{family.Pid}", "--every", "10ms", "--csv", Csv, "--metrics", Metrics);
        await RowAsync(_ => true);
        Assert.Equal(0, kill(cow.Pid, Sigint));
        var result = await cow.ResultAsync();

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Contains("Own CPU time: ", result.Output);
        Assert.EndsWith("\n", await File.ReadAllTextAsync(Csv, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.All(File.ReadLines(Csv), line => Assert.Equal(WatchFigures.Rows.Count + 6, line.Split(',').Length));
        Assert.Equal([Csv, Metrics], Directory.GetFiles(_folder).Order());
    }

    [Fact]
    public async Task It_ends_when_nobody_reads_its_output_any_more()
    {
        using var family = new ForkingFamily(100);
        var result = await CowCommand.StartBy("/bin/sh", ["-c", "\"$@\" | head -n 1", "sh"], "watch", $"{family.Pid}", "--every", "10ms").ResultAsync();
        Assert.StartsWith("time ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_OpenMetrics_text_whatever_a_process_calls_itself()
    {
        using var family = new ForkingFamily(100, """a"b\\c\n}""");
        await CowCommand.RunAsync("watch", $"{family.Pid}", "--for", "100ms", "--metrics", Metrics);
        var lines = (await File.ReadAllTextAsync(Metrics, TestContext.Current.CancellationToken)).Split('\n');

        Assert.Equal(["# EOF", ""], lines[^2..]);
        Assert.All(lines[..^2], line => Assert.Matches(MetricLine(), line));
        Assert.Contains(lines, line => line.StartsWith($$"""cow_minor_faults_total{pid="{{family.Pid}}",name="a\"b\\c\n}"} """, StringComparison.Ordinal));
        // A family is declared once, and its samples follow.
        var types = lines.Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        Assert.Distinct(types);
        Assert.All(lines[..^2].Where(line => line[0] != '#'), line => Assert.Contains(Name().Match(line).Value.Replace("_total", "", StringComparison.Ordinal), types));
        foreach (var (unit, name) in lines.Where(line => line.StartsWith("# UNIT", StringComparison.Ordinal)).Select(line => (line.Split(' ')[3], line.Split(' ')[2])))
            Assert.EndsWith($"_{unit}", name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_rights_watches_processes_of_his_own()
    {
        Requires.That(Environment.IsPrivilegedProcess, "Only root can become another user: run the tests as root, e.g. in the development container.");
        using var family = new ForkingFamily(Pages, "family", Requires.Nobody());
        family.Fork();
        var own = await CowCommand.RunAsNobodyAsync("watch", $"{family.Pid}", "--tree", "--for", "100ms");
        var others = await CowCommand.RunAsNobodyAsync("watch", $"{Environment.ProcessId}", "--for", "100ms");

        Assert.Equal((ExitCodes.Ok, ""), (own.ExitCode, own.Errors));
        Assert.Contains("2 processes: USS", own.Output);
        Assert.Equal(ExitCodes.Failed, others.ExitCode);
        Assert.Contains("does not let this user read", others.OneLine());
    }

    [Fact]
    public async Task Metrics_replace_no_device_and_no_pipe_and_leave_a_link_as_it_is()
    {
        using var family = new ForkingFamily(100);
        var (pipe, link) = (Path.Combine(_folder, "pipe"), Path.Combine(_folder, "link"));
        Assert.Equal(0, mkfifo(pipe, 0b110_000_000));
        File.CreateSymbolicLink(link, Metrics);
        var toPipe = await CowCommand.RunAsync("watch", $"{family.Pid}", "--for", "100ms", "--metrics", pipe);
        var toOutput = await CowCommand.RunAsync("watch", $"{family.Pid}", "--for", "100ms", "--metrics", "/dev/stdout");
        var toLink = await CowCommand.RunAsync("watch", $"{family.Pid}", "--for", "100ms", "--metrics", link);

        Assert.Equal((ExitCodes.Usage, ExitCodes.Usage, ExitCodes.Ok), (toPipe.ExitCode, toOutput.ExitCode, toLink.ExitCode));
        Assert.Contains("a pipe", toPipe.OneLine());
        Assert.True(File.Exists(Metrics));
        Assert.Equal(Metrics, new FileInfo(link).LinkTarget);
    }

    [Fact]
    public async Task Looks_go_into_a_pipe_as_into_a_file_and_a_full_device_is_named_in_one_line()
    {
        using var family = new ForkingFamily(100);
        var piped = await CowCommand.StartBy("/bin/sh", ["-c", "{ \"$@\" >&2; } 3>&1 | tail -n 1", "sh"], "watch", $"{family.Pid}", "--for", "100ms", "--csv", "/dev/fd/3").ResultAsync();
        var full = await CowCommand.RunAsync("watch", $"{family.Pid}", "--for", "100ms", "--csv", "/dev/full");

        Assert.Equal(WatchFigures.Rows.Count + 6, piped.Output.Split(',').Length);
        Assert.Contains($",{family.Pid},", piped.Output);
        Assert.Equal(ExitCodes.Failed, full.ExitCode);
        Assert.Contains("No space left", full.OneLine());
    }

    [Theory]
    [InlineData(ExitCodes.Failed, "There is no process 2147483647", "2147483647")]
    [InlineData(ExitCodes.Usage, "PIDs begin at 1", "0")]
    [InlineData(ExitCodes.Usage, "is not a whole number", "gunicorn")]
    [InlineData(ExitCodes.Usage, "is not a time", "1", "--every", "soon")]
    [InlineData(ExitCodes.Usage, "is not a time", "1", "--every", "-1s")]
    [InlineData(ExitCodes.Usage, "is not a time", "1", "--for", "0s")]
    [InlineData(ExitCodes.Usage, "does not exist", "1", "--csv", "/nowhere/x.csv")]
    [InlineData(ExitCodes.Usage, "is not a file name", "1", "--metrics", "/tmp")]
    public async Task What_cannot_be_watched_is_one_line(int exitCode, string says, params string[] arguments)
    {
        var result = await CowCommand.RunAsync(["watch", .. arguments]);
        Assert.Contains(says, result.OneLine());
        Assert.Equal(exitCode, result.ExitCode);
    }

    // Takes a minute and 2 GB; CONTRIBUTING names the command.
    [Fact(Explicit = true)]
    public async Task Eight_processes_that_share_2_GB_are_watched_for_a_minute_with_less_than_1_percent_of_a_core()
    {
        using var family = new ForkingFamily(2048 * 256);
        for (var child = 0; child < 7; child++) family.Fork();
        var result = await CowCommand.RunAsync("watch", $"{family.Pid}", "--tree", "--for", "60s");

        var share = double.Parse(Share().Match(result.Output.Replace('\n', ' ')).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(share, 0.01, 1.0);
        Assert.Contains("8 processes: USS", result.Output);
    }

    /// <summary>The first row of the CSV file that is so; waits for it.</summary>
    private async Task<Dictionary<string, string>> RowAsync(Func<Dictionary<string, string>, bool> isSo)
    {
        Dictionary<string, string>? found = null;
        await Processes.UntilAsync(() => (found = Rows().FirstOrDefault(isSo)) is not null, "There was no such row.");
        return found!;
    }

    private IEnumerable<Dictionary<string, string>> Rows()
    {
        if (!File.Exists(Csv) || File.ReadAllLines(Csv) is not [var head, .. var lines]) return [];
        return lines.Select(line => head.Split(',').Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    private static double? Number(Dictionary<string, string> row, string column) => row[column].Length > 0 ? double.Parse(row[column], CultureInfo.InvariantCulture) : null;

    [GeneratedRegex("""^(# (TYPE [a-z_]+ (gauge|counter)|UNIT [a-z_]+ [a-z]+|HELP [a-z_]+ [^"\n]+)|[a-z_]+(\{pid="\d+",name="([^"\\\n]|\\["\\n])*"\})? [0-9.E+-]+)$""")]
    private static partial Regex MetricLine();

    [GeneratedRegex("^[a-z_]+")]
    private static partial Regex Name();

    [GeneratedRegex("PSS +([0-9.]+) +→ +([0-9.]+) +MB")]
    private static partial Regex Pss();

    [GeneratedRegex(@"([0-9.]+) % +of one core")]
    private static partial Regex Share();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
