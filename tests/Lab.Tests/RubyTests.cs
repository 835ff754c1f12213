using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>Ruby counts no references: reading is free, until something writes into the objects themselves. What does is its collector, and what changes their flags.</summary>
public class RubyTests
{
    [Theory]
    [InlineData("integers")]
    [InlineData("strings")]
    [InlineData("lists")]
    [InlineData("objects")]
    public async Task A_child_that_only_reads_keeps_every_page_shared(string heap)
    {
        foreach (var workload in new[] { "iterate", "index" })
        {
            var report = await ScriptRuntimes.MeasureAsync("ruby", heap, workload);
            Assert.InRange(report.CopiedPages!.Value, 0, 2);
            Assert.Equal(0, report.PredictedPages);
            Assert.Equal(Verdict.Agree, report.Reconciliation.Verdict);
        }
    }

    [Theory]
    [InlineData("strings", Objects)]
    [InlineData("objects", Objects)]
    [InlineData("integers", 0)]
    public async Task Freezing_writes_the_flags_of_each_object_and_an_integer_is_none(string heap, int bytes)
    {
        var report = await ScriptRuntimes.MeasureAsync("ruby", heap, "freeze");

        Assert.InRange(report.PredictedPages!.Value, ScriptRuntimes.Count * bytes / Environment.SystemPageSize, long.MaxValue);
        ScriptRuntimes.AssertPredicted(report);
        Assert.InRange(report.IdenticalPages!.Value, 0, 2);
    }

    [Theory]
    [InlineData("freeze", 10)]
    [InlineData("iterate", 50)]
    public async Task In_many_slices_it_copies_the_same_as_in_one(string workload, int slices)
    {
        var report = await ScriptRuntimes.MeasureAsync("ruby", "strings", workload, slices: slices);
        ScriptRuntimes.AssertPredicted(report);
        Assert.InRange(report.MinorFaultGrowth!.Value - report.CopiedPages!.Value, 0, 4);
    }

    [Fact]
    public async Task An_object_id_is_noted_in_the_flags_and_in_tables_that_are_new_memory()
    {
        var objects = await ScriptRuntimes.MeasureAsync("ruby", "objects", "object-id");
        Assert.InRange(objects.CopiedPages!.Value, ScriptRuntimes.Count * Objects / Environment.SystemPageSize, long.MaxValue);
        // Two numbers for each object at least.
        Assert.InRange(objects.Run.Pages!.New.Count, ScriptRuntimes.Count * 16 / Environment.SystemPageSize, long.MaxValue);

        var integers = await ScriptRuntimes.MeasureAsync("ruby", "integers", "object-id");
        Assert.InRange(integers.CopiedPages!.Value, 0, 2);
    }

    [Fact]
    public async Task A_collection_of_the_young_writes_young_objects_and_once_all_are_old_hardly_any()
    {
        var young = await ScriptRuntimes.MeasureAsync("ruby", "strings", "collect0");
        var old = await ScriptRuntimes.MeasureAsync("ruby", "strings", "collect0", "collected");
        var all = await ScriptRuntimes.MeasureAsync("ruby", "strings", "collect1", "collected");

        Assert.True(young.CopiedPages > 10 * old.CopiedPages, $"{young.CopiedPages} and {old.CopiedPages}");
        Assert.True(all.CopiedPages > old.CopiedPages, $"{all.CopiedPages} and {old.CopiedPages}");
    }

    [Fact]
    public async Task What_the_collector_costs_when_it_starts_by_itself_is_saved_by_switching_it_off()
    {
        var byItself = await ScriptRuntimes.MeasureAsync("ruby", "strings", "keep-lists");
        var disabled = await ScriptRuntimes.MeasureAsync("ruby", "strings", "keep-lists", "disabled");

        Assert.True(byItself.CopiedPages > 10 * disabled.CopiedPages, $"{byItself.CopiedPages} and {disabled.CopiedPages}");
    }

    [Fact]
    public async Task Compacting_moves_objects_and_before_the_fork_leaves_little_to_move()
    {
        var inChild = await ScriptRuntimes.MeasureAsync("ruby", "strings", "compact");
        var again = await ScriptRuntimes.MeasureAsync("ruby", "strings", "compact", "compacted");

        Assert.True(inChild.CopiedPages > 2 * again.CopiedPages, $"{inChild.CopiedPages} and {again.CopiedPages}");
        // What was moved is found where it is now.
        ScriptRuntimes.AssertPredicted(await ScriptRuntimes.MeasureAsync("ruby", "strings", "freeze", "compacted"));
    }

    [Fact]
    public async Task Process_warmup_is_refused_by_name_where_there_is_none()
    {
        const string collections = "GC.stat(:major_gc_count)";
        Requires.Runtime("ruby");
        await using var lab = await ScriptRuntimes.OpenAsync("ruby");
        await lab.AllocateAsync(Heap.Strings(1000), ScriptRuntimes.Cancel);
        if (Version.Parse(lab.RuntimeVersion.Split(' ')[1]) >= new Version(3, 3))
        {
            // It collects, and in the parent.
            var before = Count((await lab.RunAsync(collections, ScriptRuntimes.Cancel)).Value);
            await using var child = await lab.ForkAsync(Gc.Parse("warmed"), ScriptRuntimes.Cancel);
            Assert.True(Count((await child.RunAsync(collections, cancel: ScriptRuntimes.Cancel)).Value) > before);
            return;
        }

        var error = await Assert.ThrowsAnyAsync<Exception>(() => lab.ForkAsync(Gc.Parse("warmed"), ScriptRuntimes.Cancel));
        Assert.Contains("Process.warmup needs Ruby 3.3 or later, and this is", error.Message, StringComparison.Ordinal);

        static int Count(string? value) => int.Parse(value!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Objects_of_nameless_classes_and_of_BasicObject_are_counted_each_where_it_is()
    {
        await using var lab = await ScriptRuntimes.OpenAsync("ruby");
        await lab.RunAsync("nameless = Class.new\nany = [BasicObject.new, nameless.new, nameless.new, ('a'..'b')]", ScriptRuntimes.Cancel);
        var size = await lab.SizeAsync("any", ScriptRuntimes.Cancel);
        Assert.Equal(7, size.DeepSize!.Objects);
        var objects = (await lab.RunAsync("any.map { |x| Kernel.instance_method(:to_s).bind_call(x)[/0x(\\h+)>\\z/, 1].hex }", ScriptRuntimes.Cancel)).Value!;
        foreach (var address in objects.Trim('[', ']').Split(", ").Select(ulong.Parse)) Assert.True(size.Places!.At(address)!.Value.IsElement);
    }

    [Fact]
    public async Task An_output_that_a_cell_closed_ends_neither_parent_nor_child()
    {
        await using var lab = await ScriptRuntimes.OpenAsync("ruby");
        await using var child = await lab.ForkAsync(cancel: ScriptRuntimes.Cancel);
        Assert.Equal("1", (await child.RunAsync("$stdout.close\n1", cancel: ScriptRuntimes.Cancel)).Value);
        Assert.Equal("2", (await child.RunAsync("2", cancel: ScriptRuntimes.Cancel)).Value);
        Assert.Equal("3", (await lab.RunAsync("$stdout.close\n3", ScriptRuntimes.Cancel)).Value);
        Assert.Equal("4", (await lab.RunAsync("4", ScriptRuntimes.Cancel)).Value);
    }

    // Bytes of the smallest slot of an object.
    private const int Objects = 40;
}
