using CowNotebooks.Lab;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Tests;

/// <summary>Memory of transparent huge pages that was only read: all of it is one huge page of zeros, which the page table shows like a page of a file.</summary>
public class HugeZeroPageTests
{
    private const int Pages = 2048;

    [Fact]
    public async Task Writing_to_it_brings_new_pages_and_copies_none()
    {
        Requires.Runtime("python");
        Requires.That(Machine.Read().HugePages is "always" or "madvise", "This kernel gives no transparent huge pages. Root may change it: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled");
        await using var lab = await Laboratory.OpenAsync(Runtime.CPython(), cancel: TestContext.Current.CancellationToken);
        await lab.RunAsync(
            $"import mmap\nblock = mmap.mmap(-1, {Pages} * 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)\nblock.madvise(mmap.MADV_HUGEPAGE)\nfor i in range(0, len(block), 4096): block[i]",
            TestContext.Current.CancellationToken);
        await using var child = await lab.ForkAsync(cancel: TestContext.Current.CancellationToken);

        var run = await child.RunAsync("block[len(block) // 2] = 1", cancel: TestContext.Current.CancellationToken);

        Assert.True(run.Outcome.IsCompleted, run.Outcome.ToString());
        // The rest of the block stays zero.
        Assert.InRange(run.Pages!.Before.Count(PageTraits.Present | PageTraits.Zero), Pages - 512, long.MaxValue);
        Assert.InRange(run.Copied!.Count, 0, 64);
        Assert.InRange(run.Pages.New.Count, 1, 512 + 64);
        Assert.InRange(run.UssGrowthPages!.Value - run.Copied.Count - run.Pages.New.Count, -2, 2);
    }
}
