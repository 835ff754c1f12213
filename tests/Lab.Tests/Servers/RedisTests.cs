using CowNotebooks.Lab;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Tests.Servers;

/// <summary>A BGSAVE of redis: its fork writes the database to a file, while the parent goes on taking writes.</summary>
public class RedisTests(ITestOutputHelper output)
{
    // 200 MB. Values of a page and more the fork gives back to the kernel when it has written them.
    private const int Keys = 200_000, Bytes = 1_000, Page = 4_096;

    // What is compared is the end of the save: rdb_last_cow_size is the fork's Private_Dirty then, which it tells the parent as it exits. The fork is stopped until
    // all writes are done, and whatever it copies itself afterwards, for its stack and buffers, is within the one percent.
    [Fact]
    public async Task Under_writes_it_is_the_parent_that_copies_and_as_much_as_redis_says_within_one_percent()
    {
        await using var server = await Redis.StartAsync();
        // The fork sleeps a moment after every tenth key, or it might be done before it is stopped.
        await server.TellAsync($"DEBUG POPULATE {Keys} key {Bytes}", "CONFIG SET rdb-key-save-delay -10", "BGSAVE");
        var fork = Assert.Single(server.Workers);
        var (parent, child) = (server.Parent, new ProcFs().Process(fork));
        Family before, after;
        PageChanges parents, childs;
        using (server.StopOne(fork))
        {
            (before, var parentThen, var childThen) = Look();
            await server.TellAsync(Enumerable.Range(0, Keys / 2).Select(key => $"SETRANGE key:{key} 0 other"));
            (after, var parentNow, var childNow) = Look();
            (parents, childs) = (PageChanges.Between(parentThen, parentNow), PageChanges.Between(childThen, childNow));
        }

        await server.UntilAsync(async () => await server.PersistenceAsync("rdb_bgsave_in_progress") == 0, "did not finish BGSAVE");
        var redis = await server.PersistenceAsync("rdb_last_cow_size");
        output.WriteLine($"redis {redis / Page:N0} pages; the parent has copied {parents.Count(PageChange.Copied):N0}, the fork {childs.Count(PageChange.Copied):N0} since it was stopped; {after.Of(fork)}");

        Assert.InRange(after.Of(fork).Own() * Page, 0.99 * redis, 1.01 * redis);
        // Which side copied: by frame numbers exactly, and from a single look by the faults that the fork did not take.
        var copied = after.Of(fork).Own() - before.Of(fork).Own();
        Assert.True(copied > (long)Keys / 2 * Bytes / Page, $"{copied}");
        Assert.Equal((copied, 0), (parents.Count(PageChange.Copied), childs.Count(PageChange.Copied)));
        Assert.True(after.Of(fork)[MemberFigures.LeftByOthers] > 0.9 * copied, $"{after.Of(fork)[MemberFigures.LeftByOthers]}");

        (Family, PageMap, PageMap) Look()
        {
            // The parent does something ten times a second by itself.
            using var stopped = server.StopAll();
            return (server.Look(output), parent.Pages(frames: true), child.Pages(frames: true));
        }
    }
}
