using CowNotebooks.Lab;

namespace CowNotebooks.Tests.Servers;

/// <summary>What a preloaded application shares with its workers, and what a request does to that.</summary>
public class GunicornTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_shared_share_falls_as_requests_read_and_what_they_copy_is_identical()
    {
        await using var server = await GunicornServer.StartAsync(workers: 4, size: 300_000);
        var before = server.Look(output);
        await server.GetFromEachAsync("read");
        // Its family is found from any of its members.
        var after = server.Look(output, server.Workers[2]);
        await server.GetFromEachAsync("read");
        var again = server.Look(output);

        foreach (var worker in server.Workers)
        {
            var (first, second, third) = (before.Of(worker), after.Of(worker), again.Of(worker));
            var grown = second.Own() - first.Own();
            Assert.True(second.SharedShare() < first.SharedShare() - 0.3, $"{first.SharedShare():P0} {second.SharedShare():P0}");
            Assert.True(second.Pages[PageShare.Identical] - first.Pages[PageShare.Identical] > 0.9 * grown, $"{first} {second}");
            // The counts are back where they were, and their pages copied.
            Assert.InRange(third.Own() - second.Own(), -2, grown / 100);
        }

        // What each worker has copied is the parent's alone, though that wrote nothing; and in RAM as often as there are workers, and once more.
        var copied = after.Children().Min(child => child.Copied()) - before.Children().Max(child => child.Copied());
        Assert.True(after.Members[0].Own() - before.Members[0].Own() > 0.9 * copied);
        Assert.True(after.UnsharedPages - before.UnsharedPages > 4 * 0.9 * copied, $"{before} {after}");
    }

    [Fact]
    public async Task Freezing_the_data_saves_the_copies_of_a_collection_and_none_of_those_of_reading()
    {
        var (defaults, frozen) = (await GrowthAsync(frozen: false), await GrowthAsync(frozen: true));
        Assert.True(defaults.Allocating > 10 * frozen.Allocating, $"{defaults} {frozen}");
        Assert.InRange(frozen.Reading, 0.9 * defaults.Reading, 1.1 * defaults.Reading);
    }

    /// <summary>Pages that a request copies which makes so many objects that the collector starts, and one which reads, each in a fresh worker.</summary>
    private async Task<(long Allocating, long Reading)> GrowthAsync(bool frozen)
    {
        var growth = new List<long>();
        foreach (var path in new[] { "allocate", "read" })
        {
            await using var server = await GunicornServer.StartAsync(workers: 1, size: 100_000, frozen);
            var before = server.Look(output);
            await server.GetFromEachAsync(path);
            growth.Add(server.Look(output).Children()[0].Copied() - before.Children()[0].Copied());
        }

        return (growth[0], growth[1]);
    }
}
