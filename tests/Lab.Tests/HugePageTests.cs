using CowNotebooks.Lab;
using CowNotebooks.Procfs;
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
        Assert.InRange(run.Grown(), HugePages, HugePages + 2);
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

    // Where memory is fragmented there is no free huge page, and the kernel gives small ones. Root may have it compacted (Documentation/admin-guide/sysctl/vm.rst).
    private static async Task<Laboratory> FilledAsync(string pages)
    {
        var lab = await OpenFilledAsync(pages);
        if (pages != "InHugePages" || Machine.Read().HugePages is not ("always" or "madvise") || HasHugePages(lab)) return lab;
        await lab.DisposeAsync();
        if (Environment.IsPrivilegedProcess) Compact();
        return await OpenFilledAsync(pages);
    }

    private static bool HasHugePages(Laboratory lab) => new ProcFs().Process(lab.ParentPid).SmapsRollup().AnonHugePages >= HugePages * HugePageBytes;

    private static void Compact()
    {
        try
        {
            File.WriteAllText("/proc/sys/vm/compact_memory", "1");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Containers may not: then what there is must do.
        }
    }

    private static async Task<Laboratory> OpenFilledAsync(string pages)
    {
        var lab = await Laboratory.OpenAsync(Runtime.DotNet, cancel: TestContext.Current.CancellationToken);
        var filled = await lab.RunAsync($"var memory = PrivateMemory.{pages}({HugePages} * PrivateMemory.HugePage); memory.Write();", TestContext.Current.CancellationToken);
        Assert.True(filled.Outcome.IsCompleted, filled.Outcome.ToString());
        return lab;
    }
}
