using CowNotebooks.Lab;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Tests;

/// <summary>What a fork does with transparent huge pages, where the kernel gives them to who asks.</summary>
public class HugePageTests
{
    private const long HugePages = 4;

    [Theory]
    [InlineData("InSmallPages")]
    [InlineData("InHugePages")]
    public async Task One_byte_written_in_each_huge_page_copies_one_small_page_each(string pages)
    {
        await using var lab = await FilledAsync(pages);

        var run = await (await lab.ForkAsync(cancel: TestContext.Current.CancellationToken)).RunAsync("memory.Write(every: PrivateMemory.HugePage);", cancel: TestContext.Current.CancellationToken);

        Assert.InRange(run.Copied!.Count, HugePages, HugePages + 2);
        Assert.InRange(run.UssGrowthPages!.Value, HugePages, HugePages + 2);
    }

    [Fact]
    public async Task A_write_splits_the_huge_page_of_the_child_and_leaves_that_of_the_parent_whole()
    {
        Requires.That(Machine.Read().HugePages is "always" or "madvise", "This kernel gives no transparent huge pages. Root may change it: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled");
        await using var lab = await FilledAsync("InHugePages");

        var run = await (await lab.ForkAsync(cancel: TestContext.Current.CancellationToken))
            .RunAsync("memory.Write(every: PrivateMemory.HugePage, first: memory.Bytes / 2);", cancel: TestContext.Current.CancellationToken);

        Assert.Equal(HugePages / 2, (run.Before.Child[FigureTable.AnonHugePages] - run.After!.Child[FigureTable.AnonHugePages]) / HugePageBytes);
        Assert.Equal(run.Before.Parent[FigureTable.AnonHugePages], run.After.Parent[FigureTable.AnonHugePages]);
        // The next page is still shared, though bit 56 of the parent's huge page says that it is the parent's alone.
        var copied = run.Pages!.Excerpt.First(row => row.Change == PageChange.Copied);
        var next = Assert.Single(run.Pages.Excerpt, row => row.Page == copied.Page + 1);
        Assert.Equal((true, false), (copied.Other!.Value.IsOwn, next.Other!.Value.IsOwn));
        // Nothing is said of the parent's pages, since its page map would say too much.
        Assert.False(run.OtherPageMap.IsThere);
        Assert.Contains("huge pages", run.OtherPageMap.Why, StringComparison.Ordinal);
    }

    private static long HugePageBytes => long.Parse(File.ReadAllText("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size"), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<Laboratory> FilledAsync(string pages)
    {
        var lab = await Laboratory.OpenAsync(Runtime.DotNet, cancel: TestContext.Current.CancellationToken);
        var filled = await lab.RunAsync($"var memory = PrivateMemory.{pages}({HugePages} * PrivateMemory.HugePage); memory.Write();", TestContext.Current.CancellationToken);
        Assert.True(filled.Outcome.IsCompleted, filled.Outcome.ToString());
        return lab;
    }
}
