using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Tests.Servers;

/// <summary>A BGSAVE of redis: its fork writes the database to a file, while the parent goes on taking writes.</summary>
public class RedisTests(ITestOutputHelper output)
{
    // 200,000 × 1,000 bytes. The values of larger ones the fork gives back to the kernel as it writes them.
    private const int Keys = 200_000, Bytes = 1_000, Page = 4_096;

    [Fact]
    public async Task Under_writes_it_is_the_parent_that_copies_as_much_as_redis_says_within_one_percent()
    {
        await using var server = await Redis.StartAsync();
        // The fork sleeps a moment after every tenth key, or it might be done before it is stopped.
        await server.TellAsync($"DEBUG POPULATE {Keys} key {Bytes}", "CONFIG SET rdb-key-save-delay -10", "BGSAVE");
        var fork = Assert.Single(server.Workers);
        PageChanges parents, forks;
        OutsideFamily family;
        using (server.StopOne(fork))
        {
            var (parent, child) = (server.Parent, new ProcFs().Process(fork));
            var (parentBefore, childBefore) = (parent.Pages(frames: true), child.Pages(frames: true));
            await server.TellAsync(Enumerable.Range(0, Keys / 2).Select(key => $"SETRANGE key:{key} 0 other"));
            (parents, forks) = (PageChanges.Between(parentBefore, parent.Pages(frames: true)), PageChanges.Between(childBefore, child.Pages(frames: true)));
            family = Family.Outside(server, output);
        }

        var uss = family.Of(fork).Uss * Page;
        await server.UntilAsync(async () => await server.PersistenceAsync("rdb_bgsave_in_progress") == 0, "did not finish BGSAVE");
        // The fork's Private_Dirty when it ended: what it wrote itself, and the originals of what the parent copied away from it.
        var theirs = await server.PersistenceAsync("rdb_last_cow_size");
        output.WriteLine($"{theirs} {uss} {parents.Count(PageChange.Copied)} {forks.Count(PageChange.Reused)} {forks.Count(PageChange.Copied)}");

        Assert.InRange(parents.Count(PageChange.Copied), (long)Keys / 2 * Bytes / Page, long.MaxValue);
        Assert.InRange(parents.Count(PageChange.Copied) * Page, 0.99 * theirs, 1.01 * theirs);
        Assert.InRange(uss, 0.99 * theirs, 1.01 * theirs);
        Assert.Equal(0, forks.Count(PageChange.Copied));
    }
}
