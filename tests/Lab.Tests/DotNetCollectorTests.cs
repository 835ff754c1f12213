using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Lab.Starting;
using Mono.Unix.Native;

namespace CowNotebooks.Tests;

/// <summary>What .NET's collector writes in a child: the mark phase sets a bit in the first word of each object that it reaches and may collect.</summary>
public sealed class DotNetCollectorTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cow-parent-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The oldest generation that a collection must be asked for to touch the objects of a heap; 3 stands for none.</summary>
    [Theory]
    [InlineData("generation-0", 100_000, 0)]
    // The budget of generation 1 is 160 kB at least (gcconfig, static_data_table); beyond, it is collected with generation 0. These are 96 kB.
    [InlineData("generation-1", 4_000, 1)]
    [InlineData("boxed-integers", 100_000, 2)]
    [InlineData("large-arrays", 1_250_000, 2)]
    [InlineData("pinned-arrays", 100_000, 2)]
    [InlineData("frozen-integers", 100_000, 3)]
    public async Task A_collection_writes_every_object_of_the_generations_it_collects_and_no_other(string heap, long count, int generation)
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.AllocateAsync(Heap.Parse(heap, count), Cancel);
        for (var asked = 0; asked <= 2; asked++)
        {
            await using var child = await lab.ForkAsync(cancel: Cancel);
            // The pages of the first words, as a lock is predicted.
            var objects = lab.Heap!.Pages(new Word("header word"))!;
            var run = await child.RunAsync(Workload.Collect(asked), cancel: Cancel);
            // Of a collector with a small budget, as on a processor with a small cache, these pages are copied and then given back.
            var written = run.Copied!.Intersect(objects).Count + run.Pages!.SharedGivenBack.Intersect(objects).Count;
            output.WriteLine($"{heap}, generation {asked}: {written:N0} of {objects.Count:N0} pages of objects, {run.Copied.Count:N0} copied in all, {run.Diff?.Identical.Count:N0} identical");
            // Other objects lie on the first and last page as well, and the word that is marked may be the first of the next page.
            Assert.InRange(written, asked >= generation ? objects.Count - 2 : 0, asked >= generation ? objects.Count : 2);
            Assert.InRange(run.Copied.Except(objects).Count, 1, 1_000);
        }
    }

    [Fact]
    public async Task Pages_that_a_collection_copies_and_then_gives_back_are_said_to_be_gone_and_traced_as_copies()
    {
        const long count = 100_000;
        var report = await Experiment.RunAsync(
            Runtime.DotNet,
            Heap.Parse("generation-0", count),
            Workload.Own("GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);"),
            options: new LabOptions { TraceFaults = true },
            cancel: Cancel);
        Assert.True(report.Outcome.IsCompleted, report.Outcome.ToString());
        output.WriteLine(report.Reconciliation.Sentence);
        output.WriteLine(report.Run.Faults?.ToString() ?? "");
        // 24 bytes an object.
        var all = count * 24 / Environment.SystemPageSize;
        var pages = report.Run.Pages!;
        // How much else the runtime gives back depends on what it expects to need.
        Assert.InRange(pages.SharedGivenBack.Count, all, 10 * all);
        Assert.Empty(pages.SharedGivenBack.Intersect(pages.Copied).Ranges);
        Assert.Contains($"{pages.SharedGivenBack} that were shared before are gone: those that were written first were copied as well", report.Reconciliation.Sentence, StringComparison.Ordinal);
        Requires.That(report.Run.Faults is not null, report.Run.Trace.Why);
        Assert.InRange(report.Run.Faults!.CountOf(FaultCause.Copy) - pages.Copied.Count, all, pages.SharedGivenBack.Count);
    }

    /// <summary>A cell of the parent collects, and what a workload writes lies elsewhere from then on.</summary>
    [Theory]
    [InlineData("generation-0", 35_000)]
    [InlineData("strings", 100)]
    public async Task What_the_parents_collector_has_moved_is_predicted_where_it_lies_now(string heap, long count)
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.AllocateAsync(Heap.Parse(heap, count), Cancel);
        var before = lab.Heap!.Pages(new Word("header word"))!;
        await lab.RunAsync("GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);", Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        var run = await child.RunAsync(Workload.Lock, cancel: Cancel);
        var now = lab.Heap.Pages(new Word("header word"))!;
        output.WriteLine($"{before.Count:N0} pages before, {now.Count:N0} now, {before.Intersect(now).Count:N0} of them the same; {run.Copied!.Count:N0} copied");
        Assert.NotEqual(before.Count, before.Intersect(now).Count);
        Assert.InRange(run.Copied.Count - run.Predicted!.Value, -2, 2);
        Assert.InRange(run.Copied.Intersect(now).Count, now.Count - 1, now.Count);
    }

    [Fact]
    public async Task Where_the_setting_of_a_child_may_collect_nothing_is_predicted_of_its_cells()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.RunAsync("var list = new string[1_000]; for (var i = 0; i < list.Length; i++) list[i] = $\"{i}\";", Cancel);
        lab.Predict("list");
        await using var child = await lab.ForkAsync(Gc.Parse("no-gc-region"), Cancel);
        var run = await child.RunAsync("foreach (var text in list) lock (text) { }", cancel: Cancel);
        Assert.Equal("what a collection writes depends on what it finds.", run.Prediction.Why);
    }

    [Theory]
    [InlineData("generation-0")]
    [InlineData("generation-1")]
    [InlineData("large-arrays")]
    [InlineData("pinned-arrays")]
    [InlineData("frozen-integers")]
    public async Task Wherever_the_objects_lie_reading_copies_nothing_and_a_lock_their_first_words(string heap)
    {
        var reading = await Experiment.RunAsync(Runtime.DotNet, Heap.Parse(heap, 100_000), Workload.Iterate, cancel: Cancel);
        Assert.InRange(reading.CopiedPages!.Value, 0, 2);
        var locking = await Experiment.RunAsync(Runtime.DotNet, Heap.Parse(heap, 100_000), Workload.Lock, cancel: Cancel);
        Assert.Equal(Verdict.Agree, locking.Reconciliation.Verdict);
        Assert.InRange(locking.CopiedPages!.Value - locking.PredictedPages!.Value, -2, 2);
        Assert.True(locking.PredictedPages >= (heap == "large-arrays" ? 7 : 580));
    }

    [Theory]
    [InlineData("conserve-memory")]
    [InlineData("low-latency")]
    [InlineData("no-collection")]
    [InlineData("server")]
    public async Task However_the_collector_is_set_a_lock_copies_what_was_predicted_and_a_second_one_nothing(string gc)
    {
        await using var lab = await Laboratory.OpenAsync(options: new LabOptions { Gc = Gc.Parse(gc) }, cancel: Cancel);
        await lab.AllocateAsync(Heap.BoxedIntegers(100_000), Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        Assert.InRange((await child.RunAsync(Workload.Iterate, cancel: Cancel)).Copied!.Count, 0, 2);
        var run = await child.RunAsync(Workload.Lock, cancel: Cancel);
        Assert.InRange(run.Copied!.Count - run.Predicted!.Value, -2, 2);
        Assert.InRange(run.Copied.Count, 580, 600);
        Assert.InRange((await child.RunAsync(Workload.Lock, cancel: Cancel)).Copied!.Count, 0, 2);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(1_000, true)]
    public async Task Without_collections_there_are_some_all_the_same_once_the_runtimes_own_limit_is_reached(int megabytes, bool collects)
    {
        await using var lab = await Laboratory.OpenAsync(options: new LabOptions { Gc = Gc.Parse("no-collection") }, cancel: Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        var run = await child.RunAsync(
            $"var before = GC.CollectionCount(0); for (var i = 0; i < {megabytes} * 1000; i++) GC.KeepAlive(new byte[1000]); GC.CollectionCount(0) > before", cancel: Cancel);
        Assert.Equal(collects ? "true" : "false", run.Value, ignoreCase: true);
    }

    [Fact]
    public async Task A_collector_that_does_not_start_copies_less_and_takes_a_new_page_for_all_that_is_allocated()
    {
        const long count = 5_000_000;
        var left = await AllocateAsync(Gc.Default, count);
        // 24 bytes an object.
        var all = count * 24 / Environment.SystemPageSize;
        foreach (var gc in new[] { "no-collection", "server" })
        {
            var kept = await AllocateAsync(Gc.Parse(gc), count);
            output.WriteLine($"{gc}: {kept.Copied} copied, {kept.New} new; by default {left.Copied} and {left.New}");
            Assert.True(kept.Copied < left.Copied, $"{kept.Copied} of {left.Copied}");
            Assert.InRange(kept.New - all, 0, all / 100);
            Assert.True(left.New < all);
        }
    }

    [Theory]
    [InlineData("concurrent", "iterate", "The setting 'concurrent' is refused: a background collection needs its own thread, and a child has one thread.")]
    [InlineData("sustained-low-latency", "iterate", "The setting 'sustained-low-latency' is refused: it needs background collections")]
    [InlineData("server", "collect0", "A child with the setting 'server' cannot run 'collect0': the collector's threads were not forked, and the child would wait for them for ever.")]
    public async Task What_no_child_bears_is_refused_by_name(string gc, string workload, string said)
    {
        var error = await Assert.ThrowsAsync<LabUsageException>(
            () => Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(1_000), Workload.Parse(workload), Gc.Parse(gc), cancel: Cancel));
        Assert.StartsWith(said, error.Message);
    }

    [Theory]
    [InlineData("var x = 1;\nGC.Collect();", "cell(2,4): error: GC.Collect is not possible in a child under this setting of the collector: the collector's threads were not forked")]
    [InlineData("using static System.GC;\nCollect(0);", "cell(2,1): error: GC.Collect is not possible in a child")]
    public async Task Code_that_collects_is_refused_in_a_child_of_server_GC_and_the_parent_may(string code, string said)
    {
        await using var lab = await Laboratory.OpenAsync(options: new LabOptions { Gc = Gc.Parse("server") }, cancel: Cancel);
        await lab.RunAsync("GC.Collect();", Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        Assert.StartsWith(said, Assert.IsType<Raised>((await child.RunAsync(code, cancel: Cancel)).Outcome).Text, StringComparison.Ordinal);
        // A method of that name of one's own is no collection.
        Assert.Equal("7", (await child.RunAsync("static class Stamps { public static int Collect() => 7; }\nStamps.Collect()", cancel: Cancel)).Value);
    }

    [Fact]
    public async Task A_background_collection_would_end_the_child_and_after_one_the_parent_cannot_fork()
    {
        const string collect = "GC.Collect(2, GCCollectionMode.Forced, blocking: false);";
        await using var lab = await Laboratory.OpenAsync(Unguarded(), cancel: Cancel);
        await lab.RunAsync("BeginYoung(count); var heap = new object[count]; for (long i = 0; i < count; i++) heap[i] = i; EndYoung(0);", Cancel);
        await using (var child = await lab.ForkAsync(cancel: Cancel))
            Assert.Equal("SIGSYS", Assert.IsType<Killed>((await child.RunAsync(collect, cancel: Cancel)).Outcome).Signal.ToString());
        await lab.RunAsync(collect, Cancel);
        var error = await Assert.ThrowsAsync<ProcessFailedException>(() => lab.ForkAsync(cancel: Cancel));
        Assert.Contains("the parent has a thread '.NET BGC'", error.Message);
    }

    private static async Task<(long Copied, long New)> AllocateAsync(Gc gc, long count)
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.Integers(count), Workload.Allocate, gc, cancel: Cancel);
        Assert.True(report.Outcome.IsCompleted, report.Outcome.ToString());
        return (report.Run.Pages!.Copied.Count, report.Run.Pages.New.Count);
    }

    /// <summary>The .NET parent, which does not know that it must not have background collections.</summary>
    private Runtime Unguarded()
    {
        var ours = Path.Combine(StartFile.Parents, "dotnet");
        foreach (var file in Directory.EnumerateFiles(ours, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(ours, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var lines = File.ReadAllLines(Path.Combine(ours, "parent.txt"))
            .Where(line => line.StartsWith("environment: ", StringComparison.Ordinal) && !line.Contains("gcConcurrent", StringComparison.Ordinal)).ToList();
        File.WriteAllLines(Path.Combine(_folder, "parent.txt"), lines);
        var program = Path.Combine(_folder, "mine");
        File.WriteAllText(program,
            $"#!/bin/sh\nexport DOTNET_gcConcurrent=1 {string.Join(' ', lines.Select(line => line.Split(' ')[1]))}\nexec {DotNetHost.Path()} {_folder}/CowNotebooks.DotNetParent.dll \"$@\"\n");
        Assert.Equal(0, Syscall.chmod(program, FilePermissions.S_IRWXU));
        return Runtime.Parse(program);
    }
}
