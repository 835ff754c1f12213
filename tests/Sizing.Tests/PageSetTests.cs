namespace CowNotebooks.Sizing.Tests;

public sealed class PageSetTests
{
    private static readonly nuint Page = (nuint)Environment.SystemPageSize;

    [Fact]
    public void A_page_is_counted_once()
    {
        using var pages = new PageSet();
        for (nuint i = 0; i < Page; i += 8) pages.AddWord((5 * Page) + i);

        Assert.Equal(1, pages.Count);
        Assert.True(pages.Contains(5));
        Assert.False(pages.Contains(4));
        Assert.False(pages.Contains(6));
    }

    [Fact]
    public void A_range_adds_every_page_it_touches()
    {
        using var pages = new PageSet();
        pages.AddRange((3 * Page) - 1, 2);
        pages.AddRange(9 * Page, Page);
        pages.AddRange(20 * Page, 0);

        Assert.Equal((nuint[])[2, 3, 9], pages);
    }

    [Fact]
    public void Pages_come_in_ascending_order_however_they_were_added()
    {
        var random = new Random(7);
        var expected = new SortedSet<nuint>();
        using var pages = new PageSet();
        for (var i = 0; i < 20_000; i++)
        {
            // Some 100 neighbourhoods over the whole of user space.
            var page = ((nuint)random.Next(100) << 28) + (nuint)random.Next(2_000);
            expected.Add(page);
            pages.AddWord(page * Page);
        }

        Assert.Equal(expected, pages);
        Assert.Equal(expected.Count, pages.Count);
    }

    [Fact]
    public void The_first_and_the_last_page_of_user_space_can_be_noted()
    {
        using var pages = new PageSet();
        pages.AddWord(((nuint)1 << 48) - 8);
        pages.AddWord(0);

        Assert.Equal((nuint[])[0, (((nuint)1 << 48) / Page) - 1], pages);
    }

    [Fact]
    public void Adding_allocates_nothing_on_the_managed_heap()
    {
        using var pages = new PageSet();
        pages.AddRange(0, 100 * Page);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (nuint i = 0; i < 10_000; i++) pages.AddWord(i * i * Page);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_is_no_address_is_refused()
    {
        using var pages = new PageSet();

        Assert.Throws<ArgumentOutOfRangeException>(() => pages.AddWord((nuint)1 << 48));
        Assert.Throws<ArgumentOutOfRangeException>(() => pages.AddRange(nuint.MaxValue - 8, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => pages.AddRange(((nuint)1 << 48) - 8, 16));
        Assert.False(pages.Contains(nuint.MaxValue));
    }

    [Fact]
    public void A_set_that_was_given_back_is_refused()
    {
        var pages = new PageSet();
        pages.Dispose();
        pages.Dispose();

        Assert.Throws<ObjectDisposedException>(() => pages.AddWord(0));
        Assert.Throws<ObjectDisposedException>(() => pages.Contains(0));
        Assert.Throws<ObjectDisposedException>(() => pages.ToArray());
    }
}
