using System.Runtime.InteropServices;
using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Procfs;

namespace CowNotebooks.Tests;

/// <summary>K children of one parent that all stay: RAM = shared + K x private.</summary>
public sealed class WorkersTests : IDisposable
{
    private const string Remedy = "Install CPython: apt-get install python3.";
    private const long Megabyte = 1 << 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("cow-test-").FullName;

    [Fact]
    public async Task The_RAM_of_a_family_is_what_is_shared_and_as_much_again_for_each_worker()
    {
        Requires.Program(Remedy, "python3");
        var workers = await RunAsync(Heap.Integers(100_000), Workload.Iterate, 4);

        Assert.Equal([0, 1, 2, 3, 4], workers.Points.Select(point => point.Workers.Count));
        // Every worker copies the reference counts for itself.
        Assert.All(workers.Runs, run => Assert.InRange(run.Copied!.Count - run.Predicted!.Value, -2, 2));
        var last = workers.Points[^1];
        Assert.InRange(workers.Ram.ErrorBytes!.Value, 0, Megabyte / 16);
        Assert.All(workers.Points, point => Assert.InRange(point.RamBytes - workers.Ram.At(point.Workers.Count), -workers.Ram.ErrorBytes.Value, workers.Ram.ErrorBytes.Value));
        // What is private by the line is what the kernel calls private in each of them, and what is shared is the parent's.
        Assert.All(last.Workers, worker => Assert.InRange(worker.UssBytes - workers.Ram.PrivateBytes, -Megabyte / 8, Megabyte / 8));
        Assert.InRange(workers.Ram.SharedBytes - workers.Points[0].RamBytes, -Megabyte / 16, Megabyte / 16);
        // Nothing is lost between the two: what is no file's is in page frames of its own, within what the kernel cuts off: PSS, and that of files, to kB in each process.
        if (workers.Anonymous.Value is { } anonymous)
            Assert.InRange(last.RamBytes - anonymous.FrameBytes, -anonymous.Processes * (2048 + Rounding(anonymous)), anonymous.Processes * (2048 + Rounding(anonymous)));
        Assert.Equal(last.PageTableBytes, last.Workers.Append(last.Parent).Sum(process => process[FigureTable.PageTables]));
        await Survivors.AssertNoChildrenAsync();

        // And the share of each page to 1/4,096 byte (PSS_SHIFT).
        static long Rounding(AnonymousMemory anonymous) => anonymous.FrameBytes / Run.PageSize / 4096;
    }

    [Fact]
    public async Task The_sum_of_PSS_is_what_the_page_frames_say_to_the_kB()
    {
        Requires.Program(Remedy, "python3");
        var workers = await RunAsync(Heap.Lists(20_000), Workload.Iterate, 3);
        Requires.That(workers.Anonymous.IsThere, "Frame numbers are for CAP_SYS_ADMIN: run the tests as root, e.g. in the development container.");

        Assert.Equal(4, workers.Anonymous.Value!.Processes);
        Assert.True(workers.Anonymous.Value.Agrees, $"{workers.Anonymous.Value.PssBytes:N0} and {workers.Anonymous.Value.FrameBytes:N0} bytes");
        Assert.True(workers.Anonymous.Value.FrameBytes > workers.Points[^1].Workers.Sum(worker => worker.UssBytes) / 2);
    }

    /// <summary>Loaders of PyTorch: a data set as a list of strings, read by forked workers, is copied by each of them; as an array it stays shared.</summary>
    [Fact]
    public async Task Readers_of_an_array_share_it_and_readers_of_a_list_of_strings_copy_it_each()
    {
        Requires.Program(Remedy, "python3");
        // Eight million bytes of integers, and some eight million of strings.
        var array = await RunAsync(Heap.Array(1_000_000), Workload.Iterate, 3);
        var strings = await RunAsync(Heap.Strings(120_000), Workload.Iterate, 3);

        foreach (var readers in new[] { array, strings })
        {
            var copied = readers.Runs.Select(run => run.Copied!.Count).ToList();
            Assert.InRange(copied.Max() - copied.Min(), 0, 2);
        }

        Assert.All(array.Runs, run => Assert.InRange(run.Copied!.Count, 0, 10));
        Assert.All(strings.Runs, run => Assert.InRange(run.Copied!.Count - run.Predicted!.Value, -2, 2));
        Assert.InRange(strings.Ram.PrivateBytes - array.Ram.PrivateBytes,
            strings.Runs[0].Predicted!.Value * Run.PageSize - Megabyte / 4, strings.Runs[0].Predicted!.Value * Run.PageSize + Megabyte / 4);
        // What is available changes with the machine: at one and the same.
        Assert.True(array.ThatFit.Value!.Workers > 2 * (strings with { AvailableBytes = array.AvailableBytes }).ThatFit.Value!.Workers);
    }

    [Fact]
    public async Task A_setting_of_the_parent_runs_once_and_one_of_the_child_in_each_worker()
    {
        var mine = OwnPython.In(_folder, ("inParent", "parent", "times = globals().get('times', 0) + 1"), ("inChild", "child", "times = globals().get('times', 0) + 1"));
        foreach (var gc in mine.Catalogue.Settings.Select(setting => Gc.Parse(setting.Name)))
        {
            var workers = await Workers.RunAsync(mine, Heap.Own("x = 1"), Workload.Own("times"), 3, gc, cancel: TestContext.Current.CancellationToken);
            Assert.Equal(["1", "1", "1"], workers.Runs.Select(run => run.Value));
        }
    }

    [Fact]
    public async Task Several_children_are_held_at_a_time_and_wait_in_one_read_each()
    {
        Requires.Program(Remedy, "python3");
        await using var lab = await Laboratory.OpenAsync(Runtime.CPython(), cancel: TestContext.Current.CancellationToken);
        await lab.RunAsync("xs = list(range(50000))", TestContext.Current.CancellationToken);
        var children = new List<Child>();
        for (var number = 1; number <= 3; number++)
        {
            children.Add(await lab.ForkAsync(cancel: TestContext.Current.CancellationToken));
            Assert.Same(children[^1], lab.Child);
            Assert.Equal($"{number}", (await RunAsync(children[^1], $"mine = {number}\nfor x in xs: pass\nmine")).Value);
        }

        foreach (var child in children)
        {
            child.Measure();
            var process = new ProcFs().Process(child.Pid);
            Assert.Equal('S', process.Stat().State);
            // read(2), see the table of system calls of each.
            Assert.Equal(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 0 : 63, process.Syscall().Number);
        }

        // Each kept what is its own, in any order; what it has copied it does not copy again.
        foreach (var (child, number) in children.Select((child, i) => (child, i + 1)).Reverse())
        {
            var again = await RunAsync(child, "for x in xs: pass\nmine");
            Assert.Equal($"{number}", again.Value);
            Assert.InRange(again.Copied!.Count, 0, 2);
        }

        await children[1].DisposeAsync();
        Assert.Equal("1", (await RunAsync(children[0], "mine")).Value);
        Assert.Equal("3", (await RunAsync(children[2], "mine")).Value);
    }

    [Fact]
    public async Task More_than_can_fit_are_refused_before_the_first_is_forked()
    {
        Requires.Program(Remedy, "python3");
        var forked = new Counter();
        var refused = await Assert.ThrowsAsync<LabUsageException>(() => Workers.RunAsync(
            Runtime.CPython(), Heap.Integers(100_000), Workload.Iterate, 10_000_000, progress: forked, cancel: TestContext.Current.CancellationToken));

        Assert.Matches("^10,000,000 workers do not fit: each takes at least [0-9.]+ MB here, by the prediction and .* Ask for at most [0-9,]+[.]$", refused.Message);
        Assert.Equal(0, forked.Last);
        await Survivors.AssertNoChildrenAsync();
    }

    [Fact]
    public async Task What_nobody_could_predict_is_refused_after_the_first()
    {
        Requires.Program(Remedy, "python3");
        var forked = new Counter();
        var tooMany = (int)(new ProcFs().Meminfo().MemAvailable!.Value / (40 * Megabyte));
        var refused = await Assert.ThrowsAsync<LabUsageException>(() => Workers.RunAsync(
            Runtime.CPython(), Heap.Own("x = bytearray(64 << 20)"), Workload.Own("x[::4096] = bytes(len(x) // 4096)"), tooMany, progress: forked, cancel: TestContext.Current.CancellationToken));

        Assert.Contains("here, as number 1 did, and", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, forked.Last);
        await Survivors.AssertNoChildrenAsync();
    }

    [Fact]
    public async Task A_worker_that_is_killed_while_it_waits_is_a_named_end()
    {
        Requires.Program(Remedy, "python3");
        var killer = new Counter(number =>
        {
            if (number != 3) return;
            var proc = new ProcFs();
            var parent = Assert.Single(proc.Self.Children());
            System.Diagnostics.Process.GetProcessById(proc.Process(parent).Children()[0]).Kill();
        });
        var failed = await Assert.ThrowsAsync<ProcessFailedException>(() => Workers.RunAsync(
            Runtime.CPython(), Heap.Integers(1_000), Workload.Iterate, 4, progress: killer, cancel: TestContext.Current.CancellationToken));

        Assert.Equal("The child was killed by SIGKILL while waiting beside other workers.", failed.Outcome.ToString());
        await Survivors.AssertNoChildrenAsync();
    }

    [Fact]
    public void A_straight_line_is_found_as_it_is_and_a_bent_one_says_by_how_much_it_is_off()
    {
        var straight = Made(1000 * Megabyte, 100, 130, 160, 190);
        Assert.Equal(new WorkersModel(100 * Megabyte, 30 * Megabyte, 0), straight.Ram);
        Assert.Equal(new WorkersThatFit(30, 30, 30), straight.ThatFit.Value);

        // Least squares by hand: 100 + 40 K, off by 10, 20 and 10.
        var bent = Made(1000 * Megabyte, 90, 160, 170);
        Assert.Equal(new WorkersModel(100 * Megabyte, 40 * Megabyte, 20 * Megabyte), bent.Ram);
        // 900 MB by 40, by 60 and by 20 MB each.
        Assert.Equal(new WorkersThatFit(22, 15, 45), bent.ThatFit.Value);
    }

    [Fact]
    public void One_worker_gives_a_line_and_no_error()
    {
        var one = Made(1000 * Megabyte, 100, 130);
        Assert.Equal(new WorkersModel(100 * Megabyte, 30 * Megabyte, null), one.Ram);
        Assert.Equal(new WorkersThatFit(30, null, null), one.ThatFit.Value);
        Assert.Contains("one worker does not show how far it is off", one.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 130, "MemAvailable")]
    [InlineData(1000L, 100, "less than can be measured")]
    public void How_many_fit_is_not_guessed(long? available, int withOne, string why)
    {
        var workers = Made(available, 100, withOne);
        Assert.False(workers.ThatFit.IsThere);
        Assert.Contains(why, workers.ThatFit.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void None_fit_where_the_parent_alone_takes_more_than_there_is() => Assert.Equal(0, Made(50 * Megabyte, 100, 130).ThatFit.Value!.Workers);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<Workers> RunAsync(Heap heap, Workload workload, int count) =>
        Workers.RunAsync(Runtime.CPython(), heap, workload, count, cancel: TestContext.Current.CancellationToken);

    private static Task<Run> RunAsync(Child child, string code) => child.RunAsync(code, cancel: TestContext.Current.CancellationToken);

    // Families of one process each, which has all the memory.
    private static Workers Made(long? available, params int[] megabytes) => new()
    {
        Runtime = "python",
        RuntimeVersion = "CPython 3",
        Heap = Heap.Integers(1),
        Workload = Workload.Iterate,
        Gc = Gc.Default,
        Points = [.. megabytes.Select((size, k) => new WorkersPoint(Process(size), [.. Enumerable.Repeat(Process(0), k)], null))],
        Anonymous = Reading.NotAsked<AnonymousMemory>(),
        AvailableBytes = available,
    };

    private static Measurement Process(int megabytes) => new(1, [(FigureTable.Pss, megabytes * Megabyte)]);

    /// <summary>Is called on the spot, unlike Progress.</summary>
    private sealed class Counter(Action<int>? then = null) : IProgress<int>
    {
        public int Last { get; private set; }

        public void Report(int value)
        {
            Last = value;
            then?.Invoke(value);
        }
    }
}
