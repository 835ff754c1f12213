using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using CowNotebooks.Cow.Watching;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary><c>cow watch --faults</c> of live processes.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class WatchFaultsTests : IDisposable
{
    private const int Pages = 2000;

    // CPython 3.11 has 126 integers of 32 bytes in 4 kB.
    private const int PagesOfNumbers = 100 * Pages / 128;
    private readonly string _folder = Directory.CreateTempSubdirectory("cow-watch-").FullName;

    private string Folded => Path.Combine(_folder, "folded.txt");

    private string Flame => Path.Combine(_folder, "flame.svg");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_function_of_CPython_that_writes_reference_counts_is_named_also_in_a_worker_that_is_forked_later()
    {
        using var family = new ForkingFamily(Pages);
        family.Fork();
        var result = await WatchAsync(family, CowCommand.Start(Arguments(family)), () =>
        {
            family.Read(0);
            family.Fork();
            family.Read(1);
            family.Write(1, 1000);
        });
        RequirePerf(result);

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Contains("No fault was lost", result.Output);
        Assert.InRange(CountOf("family;copy;", "_PyEval_EvalFrameDefault"), 2 * PagesOfNumbers, (2 * PagesOfNumbers) + 400);
        Assert.InRange(CountOf("family;copy;", ""), (2 * PagesOfNumbers) + 1000, (2 * PagesOfNumbers) + 2500);
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        var svg = XDocument.Load(Flame);
        Assert.Contains(svg.Descendants().Where(element => element.Name.LocalName == "title"), title => title.Value.StartsWith("_PyEval_EvalFrameDefault (python3", StringComparison.Ordinal));
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName == "script");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memory_that_is_mapped_anew_is_new_each_time_also_between_forks(bool forks)
    {
        const string program = """
            import mmap, os, sys
            PAGE, rounds, pages = mmap.PAGESIZE, 20, 512
            print(os.getpid(), flush=True)
            sys.stdin.readline()
            told, tell = os.pipe()
            for _ in range(rounds):
                memory = mmap.mmap(-1, pages * PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
                memory.madvise(15)  # MADV_NOHUGEPAGE
                for page in range(pages):
                    memory[page * PAGE] = 1
                memory.close()
                if sys.argv[1] == 'True' and os.fork() == 0:
                    os.close(tell)
                    os.read(told, 1)
                    os._exit(0)
            print('done', flush=True)
            sys.stdin.readline()
            """;
        Requires.That(File.Exists("/usr/bin/python3"), "Install CPython: apt-get install python3.");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", program, $"{forks}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            using var watch = Watch.Start(int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture), new WatchOptions { Faults = true });
            Requires.That(watch.WhyNoFaults.Length == 0, watch.WhyNoFaults);
            process.StandardInput.WriteLine();
            Assert.Equal("done", process.StandardOutput.ReadLine());
            var faults = watch.Faults()!;

            Assert.Equal(0, faults.Lost);
            Assert.InRange(faults.CountOf(FaultCause.New), 20 * 512, (20 * 512) + 500);
            // What CPython itself writes, after each fork once more.
            Assert.InRange(faults.CountOf(FaultCause.Copy) + faults.CountOf(FaultCause.Reuse), 0, forks ? 20 * 200 : 200);
        }
        finally
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(10))) process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_user_without_rights_records_the_faults_of_processes_of_his_own()
    {
        Requires.That(Environment.IsPrivilegedProcess, "Only root can become another user: run the tests as root, e.g. in the development container.");
        var nobody = Requires.Nobody("--inh-caps=-all", "--bounding-set=-all");
        using var family = new ForkingFamily(Pages, "family", nobody);
        family.Fork();
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_111_111);
        var result = await WatchAsync(family, CowCommand.StartBy(nobody[0], nobody[1..], Arguments(family)), () => family.Read(0));
        RequirePerf(result);

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.InRange(CountOf("family;copy;", "_PyEval_EvalFrameDefault"), PagesOfNumbers, PagesOfNumbers + 400);
    }

    [Fact]
    public async Task Where_perf_events_are_refused_the_watch_goes_on_and_says_why_there_are_no_faults()
    {
        using var family = new ForkingFamily(100);
        var alone = await Seccomp.Without(Seccomp.PerfEventOpen, () => CowCommand.Start("watch", $"{family.Pid}", "--faults", "--for", "100ms")).ResultAsync();
        var asked = await Seccomp.Without(Seccomp.PerfEventOpen, () => CowCommand.Start("watch", $"{family.Pid}", "--flame", Flame, "--for", "100ms")).ResultAsync();

        Assert.Equal(ExitCodes.Ok, alone.ExitCode);
        Assert.Contains("seccomp", Assert.Single(alone.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains($"{family.Pid} (family): USS", alone.Output.Replace('\n', ' '));
        Assert.Equal(ExitCodes.Failed, asked.ExitCode);
        Assert.Contains($"{Flame} was not written", asked.Errors);
        Assert.False(File.Exists(Flame));
    }

    [Fact]
    public async Task Where_too_few_files_may_be_open_for_all_threads_the_watch_goes_on_and_says_so()
    {
        using var family = new ForkingFamily(100);
        var children = 160 / Environment.ProcessorCount;
        for (var child = 0; child < children; child++) family.Fork();
        var result = await CowCommand.StartBy("/bin/sh", ["-c", "ulimit -n 200; exec \"$@\"", "sh"], "watch", $"{family.Pid}", "--tree", "--faults", "--for", "100ms").ResultAsync();

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Contains("ulimit -n", Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains($"{children + 1} processes: USS", result.Output.Replace('\n', ' '));
    }

    [Fact]
    public void A_flame_graph_is_the_same_for_the_same_stacks_and_hostile_names_stay_text()
    {
        const string hostile = "<script>alert(\"1\")</script>;\u001b[31m&\0";
        var faults = new WatchFaults(
            [new(hostile, FaultCause.Copy, ["main", hostile], 30), new("app", FaultCause.New, ["main", "malloc"], 9), new("app", FaultCause.Copy, ["main"], 1)], 0, true, []);
        var svg = FlameGraph.Svg(faults, hostile);

        Assert.Equal(svg, FlameGraph.Svg(faults with { Stacks = [.. faults.Stacks.Reverse()] }, hostile));
        var drawn = XDocument.Parse(svg).Descendants().Select(element => element.Name.LocalName).Distinct().Order();
        Assert.Equal(["g", "rect", "style", "svg", "text", "title"], drawn);
        Assert.Equal(["<script>alert(\"1\")</script>:\\x1b[31m&\\x00;copy;main;<script>alert(\"1\")</script>:\\x1b[31m&\\x00 30", "app;copy;main 1", "app;new;main;malloc 9"],
            FoldedStacks.Lines(faults));
    }

    [Fact]
    public void A_flame_graph_without_a_fault_is_a_picture_too() => Assert.Contains("none", XDocument.Parse(FlameGraph.Svg(new([], 0, true, []), "nothing")).Root!.Value, StringComparison.Ordinal);

    private string[] Arguments(ForkingFamily family) =>
        ["watch", $"{family.Pid}", "--tree", "--every", "50ms", "--csv", Path.Combine(_folder, "watch.csv"), "--faults", "--folded", Folded, "--flame", Flame];

    /// <summary>Does that while it is watched, and ends the family.</summary>
    private async Task<CowOutput> WatchAsync(ForkingFamily family, CowCommand cow, Action act)
    {
        using (cow)
        {
            // The file is begun when faults are recorded.
            await Processes.UntilAsync(() => cow.HasExited || (File.Exists(Path.Combine(_folder, "watch.csv")) && File.ReadAllLines(Path.Combine(_folder, "watch.csv")).Length > 1));
            act();
            family.Dispose();
            return await cow.ResultAsync();
        }
    }

    private static void RequirePerf(CowOutput result) => Requires.That(!result.Errors.Contains("perf_event_open", StringComparison.Ordinal), result.Errors);

    private long CountOf(string begins, string contains) => File.ReadLines(Folded)
        .Where(line => line.StartsWith(begins, StringComparison.Ordinal) && line.Contains(contains, StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));
}
