using CowNotebooks.Lab;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Tests;

/// <summary>What the copies hold, beside the originals.</summary>
public class PageDiffTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counting_up_and_down_leaves_a_copy_that_is_identical()
    {
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        var report = await Experiment.RunAsync(Runtime.CPython(), Heap.Integers(1_000_000), Workload.Iterate, cancel: Cancel);

        Assert.True(report.IdenticalPages >= report.CopiedPages * 0.99, report.Run.Diff!.ToString());
        Assert.DoesNotContain(report.Run.Diff!.Words, word => word.Word == "reference count");
        Assert.Equal($"{report.IdenticalPages:N0} of {report.CopiedPages:N0} copied pages are identical to the original.", report.Run.Diff.ToString());
    }

    [Theory]
    [InlineData("refcount")]
    // A lock that is let go leaves the header word as it was.
    [InlineData("lock")]
    [InlineData("write-every-nth-page:3")]
    public async Task What_puts_back_what_it_found_leaves_identical_pages(string workload)
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(100_000), Workload.Parse(workload), cancel: Cancel);

        Assert.Equal(0, report.Run.PredictedSet!.Intersect(report.Run.Diff!.Differing).Count);
        Assert.True(report.IdenticalPages >= report.PredictedPages);
    }

    [Theory]
    [InlineData("boxed-integers")]
    [InlineData("strings")]
    [InlineData("nodes")]
    public async Task A_hash_code_stays_in_the_header_word_of_every_object(string heap)
    {
        const int count = 50_000;
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.Parse(heap, count), Workload.Hash, cancel: Cancel);
        var diff = report.Run.Diff!;

        Assert.Equal(0, report.Run.PredictedSet!.Except(diff.Differing).Count);
        var header = Assert.Single(diff.Words, word => word.Objects > 0);
        Assert.Equal(("header word", count), (header.Word, header.Objects));
        Assert.All(diff.Examples.Where(example => example.Owner is not null), example => Assert.InRange((long)(example.Owner!.Value.Address - example.Address), 1, 4));
        Assert.Equal(diff.DifferingBytes, diff.Words.Sum(word => word.Bytes));
    }

    [Fact]
    public async Task Every_copied_page_is_either_identical_or_differing_and_looking_copies_none()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.AllocateAsync(Heap.Nodes(50_000), Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        var run = await child.RunAsync(Workload.Collect(2), cancel: Cancel);
        var (before, faults) = (PagesOf(child.Pid), child.Measure().MinorFaults);

        Assert.Equal(run.Copied!.Pages, run.Diff!.Identical.Pages.Concat(run.Diff.Differing.Pages).Order());
        // The whole heap, which parent and child still share in part: reading it makes nobody's page private.
        using var memory = new ProcFs().Process(child.Pid).OpenMemory();
        var page = new byte[Environment.SystemPageSize];
        foreach (var number in lab.Heap!.Pages(Word.Field)!.Pages) memory.Read(number * (ulong)page.Length, page);
        // USS would not do: it has pages of files in it, which other programs share today and tomorrow not.
        var changes = PageChanges.Between(before, PagesOf(child.Pid), PagesOf(lab.ParentPid));
        Assert.Equal((0, 0, 0), (changes.Count(PageChange.Copied), changes.Count(PageChange.New), changes.Count(PageChange.Reused)));
        Assert.Equal(faults, child.Measure().MinorFaults);

        static PageMap PagesOf(int pid) => new ProcFs().Process(pid).Pages();
    }

    [Fact]
    public async Task An_element_costs_the_share_of_a_page_that_it_takes_unless_it_is_written_alone()
    {
        var all = (await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(100_000), Workload.Lock, cancel: Cancel)).Run.Pages!;

        Assert.Equal(100_000, all.ElementsCopied);
        // 24 bytes, the box's own size: 4,096 / 24 boxes share the price of a page.
        Assert.InRange(all.BytesPerElement!.Value, 24, 24.5);
        var one = (await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(1), Workload.Lock, cancel: Cancel)).Run.Pages!;
        Assert.True(one.BytesPerElement >= Environment.SystemPageSize);
    }

    [Fact]
    public async Task The_bytes_that_differ_are_told_in_stretches_and_no_other_byte_is()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.RunAsync("var numbers = new long[20_000]; System.Array.Fill(numbers, 1L);", Cancel);
        var heap = await lab.SizeAsync("numbers", Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        // One byte; the highest byte; two whole numbers side by side; and one that is written and yet the same.
        var diff = (await child.RunAsync("numbers[100] = 7; numbers[102] = 1L + (7L << 56); numbers[110] = numbers[111] = -2; numbers[9_000] = 1;", cancel: Cancel)).Diff!;
        var (page, array) = ((ulong)Environment.SystemPageSize, Assert.Single(heap.Places!.Rows));
        // Method table and length come first.
        var first = array.Start + array.BytesBefore + 16;

        Assert.All(diff.Bytes, one => Assert.All(one.Stretches.Zip(one.Stretches.Skip(1)), pair => Assert.True(pair.First.First + pair.First.Count < pair.Second.First)));
        var bytes = diff.Bytes.SelectMany(one => one.Stretches.SelectMany(stretch => Enumerable.Range(stretch.First, stretch.Count).Select(at => (one.Page * page) + (ulong)at)));
        Assert.Equal([.. At(100, 0, 1), .. At(102, 7, 1), .. At(110, 0, 16)], bytes.Where(at => at >= array.Start && at < array.End));
        Assert.True(diff.Identical.Contains((first + (9_000 * 8)) / page));
        Assert.Equal(diff.Differing.Pages, diff.Bytes.Select(one => one.Page));
        Assert.Equal(diff.DifferingBytes, diff.Bytes.Sum(one => one.Stretches.Sum(stretch => stretch.Count)));

        IEnumerable<ulong> At(ulong number, ulong from, int count) => Enumerable.Range(0, count).Select(i => first + (number * 8) + from + (ulong)i);
    }
}
