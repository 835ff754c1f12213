using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Predicting;
using CowNotebooks.Procfs;

namespace CowNotebooks.Tests;

/// <summary>The same code under each setting that its parent offers.</summary>
public sealed class WhatIfTests : IDisposable
{
    private const string Remedy = "Install CPython: apt-get install python3.";
    private readonly string _folder = Directory.CreateTempSubdirectory("cow-test-").FullName;

    public static TheoryData<string> Code => ["catalogue", "own"];

    /// <summary>Instagram's case. CPython's collector writes to every object that it looks at: to the list of its generation, and to a count of its own.</summary>
    [Theory]
    [MemberData(nameof(Code))]
    public async Task A_collector_that_starts_by_itself_in_the_child_copies_ten_times_as_much_as_one_that_is_kept_off_the_old_objects(string code)
    {
        Requires.Program(Remedy, "python3");
        var (heap, workload) = code == "own"
            ? (Heap.Own("old = [[i] for i in range(100003)]"), Workload.Own("kept = [[i] for i in range(100000)]"))
            : (Heap.Lists(200_003), Workload.KeepLists);
        var whatIf = await WhatIf.RunAsync(Runtime.CPython(), heap, workload, cancel: TestContext.Current.CancellationToken);
        TestContext.Current.SendDiagnosticMessage(whatIf.ToString());

        var left = whatIf.Rows[0].Run!.Copied!.Count;
        foreach (var gc in new[] { Gc.Threshold0, Gc.Disabled, Gc.Frozen, Gc.Parse("collected-frozen") })
        {
            var row = Assert.Single(whatIf.Rows, row => row.Gc == gc);
            Assert.True(left > 10 * row.Run!.Copied!.Count, $"{left:N0} pages by default, {row.Run.Copied.Count:N0} {gc.Name}");
            // What is not copied is saved: the new lists take the same memory under each setting.
            Assert.InRange(Saved(whatIf, row) - (left - row.Run.Copied.Count), -whatIf.NoisePages, whatIf.NoisePages);
        }

        Assert.NotNull(whatIf.Best);
        Assert.StartsWith($"'{whatIf.Best.Gc.Name}' saves most: {whatIf.Best.SavedPages:N0} pages ", whatIf.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_reading_alone_no_setting_saves_anything_and_the_sentence_names_the_word_that_is_written()
    {
        Requires.Program(Remedy, "python3");
        var whatIf = await WhatIf.RunAsync(Runtime.CPython(), Heap.Integers(100_000), Workload.Iterate, cancel: TestContext.Current.CancellationToken);

        Assert.Equal(["default", .. Runtime.CPython().Catalogue.Settings.Select(setting => setting.Name)], whatIf.Rows.Select(row => row.Gc.Name));
        Assert.All(whatIf.Rows, row => Assert.InRange(Saved(whatIf, row), -4, 4));
        Assert.Null(whatIf.Best);
        Assert.Matches("^No setting saves anything: whatever is set, the child copies at least 7[0-9]{2} pages[.] They are those of the reference count of each element", whatIf.ToString());
    }

    [Fact]
    public async Task In_dotnet_where_reading_is_free_there_is_nothing_to_save_and_collecting_costs()
    {
        var whatIf = await WhatIf.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(100_000), Workload.Iterate, cancel: TestContext.Current.CancellationToken);

        Assert.StartsWith("No setting saves anything: by default already the child copies ", whatIf.ToString(), StringComparison.Ordinal);
        // It runs in the child: what it writes itself counts as well.
        Assert.True(Assert.Single(whatIf.Rows, row => row.Gc == Gc.Collecting).SavedPages < -100);
    }

    [Fact]
    public async Task A_parent_of_ones_own_is_asked_for_its_own_settings_and_one_that_it_refuses_is_a_row_with_the_reason()
    {
        var mine = OwnParent(("refusing", "parent", "raise ValueError('Not before version 9.')"), ("spoiling", "child", "1 / 0"), ("idle", "parent", "pass"));
        var whatIf = await WhatIf.RunAsync(mine, Heap.Own("x = list(range(1000))"), Workload.Own("len(x)"), cancel: TestContext.Current.CancellationToken);

        Assert.Equal(["default", "idle", "refusing", "spoiling"], whatIf.Rows.Select(row => row.Gc.Name));
        Assert.Equal(["refusing: ValueError: Not before version 9.", "spoiling: ZeroDivisionError: division by zero"], whatIf.Notes.Take(2));
        Assert.Equal([true, true, false, false], whatIf.Rows.Select(row => row.SavedPages is not null));
        await Survivors.AssertNoChildrenAsync();
    }

    [Fact]
    public async Task A_parent_without_settings_has_only_the_default()
    {
        var whatIf = await WhatIf.RunAsync(OwnParent(), Heap.Own("x = 1"), Workload.Own("x"), cancel: TestContext.Current.CancellationToken);
        Assert.Equal("This parent offers no setting besides the default.", whatIf.ToString());
    }

    [Fact]
    public void A_setting_is_not_the_best_when_its_child_takes_before_the_run_what_the_run_saves()
    {
        var (sooner, less) = (Gc.Parse("sooner"), Gc.Parse("less"));
        var none = new WhatIf(Made(growth: 300, pages: 700), [(sooner, Made(growth: 10, pages: 701))]);
        Assert.Equal(290, none.Rows[1].SavedPages);
        Assert.Null(none.Best);
        Assert.EndsWith("What the run saves under 'sooner' the child takes before it.", none.ToString(), StringComparison.Ordinal);

        var one = new WhatIf(Made(growth: 300, pages: 700), [(sooner, Made(growth: 10, pages: 701)), (less, Made(growth: 100, pages: 500))]);
        Assert.Equal(less, one.Best!.Gc);
        Assert.Equal("'less' saves most: 200 pages (800 kB) a child, 67 % of what it takes by default.", one.ToString());
    }

    [Fact]
    public void Of_settings_that_are_equal_within_the_noise_the_first_is_best_whichever_is_a_page_ahead()
    {
        var (first, second) = (Gc.Parse("first"), Gc.Parse("second"));
        foreach (var (one, other) in new[] { (30, 31), (31, 30) })
        {
            var whatIf = new WhatIf(Made(growth: 300, pages: 700), [(first, Made(one, 500)), (second, Made(other, 500))]);
            Assert.Equal(first, whatIf.Best!.Gc);
            Assert.StartsWith($"'first' saves most: {300 - one} pages ", whatIf.ToString(), StringComparison.Ordinal);
            Assert.EndsWith("Within 4 pages of it: second.", whatIf.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_saved_in_new_pages_is_not_said_of_copies()
    {
        Requires.Program(Remedy, "python3");
        // The setting has the pages ready that the child touches for the first time by default.
        var mine = OwnParent(("ready", "child", "x = 'ready'"));
        var whatIf = await WhatIf.RunAsync(mine, Heap.Own("x = ''"), Workload.Own("y = b'1' * (0 if x else 4 << 20)"), cancel: TestContext.Current.CancellationToken);
        Assert.Equal("ready", whatIf.Best!.Gc.Name);
        Assert.Matches("; it touches [0-9]+ new pages in place of 1,[0-9]{3}[.]$", whatIf.ToString());
    }

    [Fact]
    public async Task Code_that_fails_by_default_already_is_no_comparison()
    {
        Requires.Program(Remedy, "python3");
        var failed = await Assert.ThrowsAsync<ProcessFailedException>(() =>
            WhatIf.RunAsync(Runtime.CPython(), Heap.Own("x = 0"), Workload.Own("1 / x"), cancel: TestContext.Current.CancellationToken));
        Assert.Equal("ZeroDivisionError: division by zero", Assert.IsType<Raised>(failed.Outcome).Message);
        await Survivors.AssertNoChildrenAsync();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Less what strangers did to pages of files meanwhile.
    private static long Saved(WhatIf whatIf, WhatIfRow row) => row.SavedPages!.Value - (whatIf.Rows[0].Run!.GrownByFiles() - row.Run!.GrownByFiles());

    // One worker that takes so many pages in all, of which its run takes those.
    private static Workers Made(long growth, long pages)
    {
        var parent = Process(0, 1000);
        Point[] points = [new(0, new Snapshot(parent, Process(0, 0))), new(1, new Snapshot(parent, Process(growth, 0)))];
        var run = new Run(Workload.Iterate, 1, points, new Completed(Role.Child, "running it"), Reading.NotAsked<Prediction>());
        return new()
        {
            Runtime = "python",
            RuntimeVersion = "CPython 3",
            Heap = Heap.Integers(1),
            Workload = Workload.Iterate,
            Gc = Gc.Default,
            Points = [new(parent, [], null), new(parent, [Process(0, pages)], run)],
            Anonymous = Reading.NotAsked<AnonymousMemory>(),
            AvailableBytes = null,
        };
    }

    private static Measurement Process(long ussPages, long pssPages) => new(1, [(FigureTable.Uss, ussPages * Run.PageSize), (FigureTable.Pss, pssPages * Run.PageSize)]);

    private Runtime OwnParent(params (string Name, string RunsIn, string Code)[] settings) => OwnPython.In(_folder, settings);
}
