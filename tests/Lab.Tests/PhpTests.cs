using CowNotebooks.Forking;
using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>PHP counts references to strings, arrays and objects, and not to numbers, which lie in the array itself.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class PhpTests
{
    [Theory]
    [InlineData("integers", "iterate", 0)]
    [InlineData("integers", "copy", 0)]
    [InlineData("integers", "copy-then-write", 0)]
    [InlineData("strings", "iterate", 32)]
    [InlineData("strings", "index", 0)]
    [InlineData("strings", "copy", 0)]
    [InlineData("strings", "copy-then-write", 32)]
    [InlineData("objects", "copy-then-write", 56)]
    [InlineData("lists", "copy-then-write", 56)]
    public async Task What_is_written_is_the_reference_count_of_each_element_that_has_one(string heap, string workload, int bytes)
    {
        var report = await ScriptRuntimes.MeasureAsync("php", heap, workload);

        Assert.InRange(report.PredictedPages!.Value, ScriptRuntimes.Count * bytes / Environment.SystemPageSize, bytes == 0 ? 0 : long.MaxValue);
        ScriptRuntimes.AssertPredicted(report);
        // Iterating counts up and down again; a copy counts once more for good.
        if (workload == "iterate") Assert.InRange(report.IdenticalPages!.Value, report.CopiedPages!.Value - 2, report.CopiedPages.Value);
        else Assert.InRange(report.IdenticalPages!.Value, 0, 2);
        // The copy's slots are 16 bytes each.
        if (workload == "copy-then-write") Assert.InRange(report.Run.Pages!.New.Count, ScriptRuntimes.Count * 16 / Environment.SystemPageSize, long.MaxValue);
    }

    [Theory]
    [InlineData("integers")]
    [InlineData("strings")]
    public async Task By_reference_each_slot_becomes_a_reference_in_new_memory(string heap)
    {
        var report = await ScriptRuntimes.MeasureAsync("php", heap, "iterate-by-reference");
        var slots = ScriptRuntimes.Count * 16 / Environment.SystemPageSize;

        Assert.Null(report.PredictedPages);
        Assert.InRange(report.CopiedPages!.Value, slots, long.MaxValue);
        // A reference takes 32 bytes, some of them in memory that the parent has used and freed.
        Assert.InRange(report.CopiedPages.Value - slots + report.Run.Pages!.New.Count, 2 * slots - 2, long.MaxValue);
        Assert.Equal(Verdict.Agree, report.Reconciliation.Verdict);
    }

    [Theory]
    [InlineData("objects")]
    [InlineData("lists")]
    public async Task Letting_go_of_many_objects_starts_the_collector_of_which_nothing_is_predicted(string heap)
    {
        var collected = await ScriptRuntimes.MeasureAsync("php", heap, "iterate");
        Assert.Null(collected.PredictedPages);
        Assert.Contains(collected.Warnings, warning => warning.Contains("the collector starts by itself after", StringComparison.Ordinal));
        Assert.Equal(Verdict.Agree, collected.Reconciliation.Verdict);

    }

    // PHP notes what is let go of also while its collector is off, in a list of 16,384 entries at first.
    [Theory]
    [InlineData("lists", 12_000, null)]
    [InlineData("objects", 10_000, "PHP does not tell where it is")]
    [InlineData("objects", 50_000, "outgrows its memory")]
    [InlineData("lists", 100_000, "outgrows its memory")]
    [InlineData("strings", 100_000, null)]
    public async Task With_the_collector_off_what_is_written_is_predicted_as_long_as_its_list_is_new_and_does_not_grow(string heap, int count, string? why)
    {
        Requires.Runtime("php");
        var report = await Experiment.RunAsync(Runtime.Parse("php"), Heap.Parse(heap, count), Workload.Iterate, Gc.Parse("disabled"), cancel: ScriptRuntimes.Cancel);

        Assert.True(report.Reconciliation.Verdict == Verdict.Agree, report.Reconciliation.Sentence);
        if (why is null) ScriptRuntimes.AssertPredicted(report);
        else Assert.Contains(report.Warnings, warning => warning.Contains(why, StringComparison.Ordinal));
        Assert.Equal(why is null, report.PredictedPages is not null);
    }

    [Theory]
    // A zval more for the class that must remember which names it is asked for.
    [InlineData("class Plain { public $a = 1; }\n$heap = [new Plain, new Plain];", "Plain", 2, 2 * 56)]
    [InlineData("class Asked { public $a = 1; public function __get($name) { return 1; } }\n$heap = [new Asked, new Asked];", "Asked", 2, 2 * 72)]
    [InlineData("$heap = []; for ($i = 0; $i < 3; $i++) $heap['key' . $i] = $i; unset($heap['key1']);", "string", 2, 2 * 32)]
    [InlineData("$heap = [['key' . sprintf('%08d', getmypid()) => 1, 'of the source' => 2]];", "string", 1, 40)]
    [InlineData("$heap = [1, 2, 3]; foreach ($heap as &$one) { } unset($one);", "reference", 3, 3 * 32)]
    // What array_filter leaves nothing of has no slots: only headers, beside the 8 slots of the outer one.
    [InlineData("$heap = [array_filter([getmypid()], function ($x) { return false; })];", "array", 2, 56 + 56 + 8 + 8 * 16)]
    public async Task The_size_of_a_heap_counts_what_PHP_allocates_for_it(string code, string type, int objects, int bytes)
    {
        await using var lab = await ScriptRuntimes.OpenAsync("php");
        // Before 8.2 a slot of a list takes 32 bytes.
        Requires.That(type != "array" || Version.Parse(lab.RuntimeVersion.Split(' ')[1].Split('-')[0]) >= new Version(8, 2), "This PHP has other lists. Install 8.2 or later.");
        await lab.RunAsync(code, ScriptRuntimes.Cancel);
        var size = (await lab.SizeAsync("heap", ScriptRuntimes.Cancel)).DeepSize!.ByType.Single(one => one.Type == type);
        Assert.Equal((objects, bytes), (size.Objects, size.Bytes));
    }

    [Fact]
    public async Task Resources_have_no_size_and_their_pages_are_known_all_the_same()
    {
        await using var lab = await ScriptRuntimes.OpenAsync("php");
        await lab.RunAsync("$heap = [fopen('/dev/null', 'r'), fopen('/dev/null', 'r')];", ScriptRuntimes.Cancel);
        var size = await lab.SizeAsync("heap", ScriptRuntimes.Cancel);
        Assert.Null(size.DeepSize);
        Assert.InRange(size.Pages()!.Count, 1, 2);
    }

    [Fact]
    public async Task Enums_and_readonly_classes_are_statements_as_others_are()
    {
        await using var lab = await ScriptRuntimes.OpenAsync("php");
        Requires.That(Version.Parse(lab.RuntimeVersion.Split(' ')[1].Split('-')[0]) >= new Version(8, 2), "This PHP has no readonly classes. Install 8.2 or later.");
        await lab.RunAsync("enum Suit { case Clubs; }", ScriptRuntimes.Cancel);
        await using var child = await lab.ForkAsync(cancel: ScriptRuntimes.Cancel);
        Assert.Equal("3", (await child.RunAsync("readonly class Three { public function value() { return 3; } } (new Three())->value()", cancel: ScriptRuntimes.Cancel)).Value);
        Assert.Equal("'Clubs'", (await child.RunAsync("Suit::Clubs->name", cancel: ScriptRuntimes.Cancel)).Value);
        Assert.Contains("Cannot redeclare Suit", (await child.RunAsync("enum Suit { case Hearts; }", cancel: ScriptRuntimes.Cancel)).Outcome.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_ends_PHP_is_told_and_no_further_cell_runs_in_the_parent()
    {
        await using var lab = await ScriptRuntimes.OpenAsync("php");
        var outcome = (await lab.RunAsync("$a = 1;\nbreak;", ScriptRuntimes.Cancel)).Outcome;
        Assert.Contains("Fatal error: 'break' not in the 'loop' or 'switch' context in cell:2\n  Such an error ends PHP, and no further cell runs in this parent. Start a new one.",
            Assert.IsType<Raised>(outcome).Text, StringComparison.Ordinal);
        Assert.Contains("An earlier error has ended PHP", (await lab.RunAsync("1", ScriptRuntimes.Cancel)).Outcome.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_setting_opcache_is_refused_by_name_where_there_is_none()
    {
        Requires.Runtime("php");
        var folder = Directory.CreateTempSubdirectory("cow-test-").FullName;
        try
        {
            var path = Path.Combine(folder, "php");
            await File.WriteAllTextAsync(
                path,
                "#!/bin/sh\nfor word; do shift; [ \"$word\" = zend_extension=opcache ] && word=zend_extension=absent; set -- \"$@\" \"$word\"; done\nexec php \"$@\"\n",
                ScriptRuntimes.Cancel);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var error = await Assert.ThrowsAsync<CowNotebooks.Forking.ProcessFailedException>(
                () => Experiment.RunAsync(Runtime.Parse("php", path), Heap.Integers(100), Workload.Iterate, Gc.Parse("opcache"), cancel: ScriptRuntimes.Cancel));
            Assert.Contains("opcache is not installed for this PHP", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task So_few_that_the_collector_does_not_start_are_predicted()
    {
        Requires.Runtime("php");
        var report = await Experiment.RunAsync(Runtime.Parse("php"), Heap.Lists(5_000), Workload.Iterate, cancel: ScriptRuntimes.Cancel);
        ScriptRuntimes.AssertPredicted(report);
    }
}
