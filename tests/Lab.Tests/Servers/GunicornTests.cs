namespace CowNotebooks.Tests.Servers;

/// <summary>What a preloaded application shares with its workers, and what a request does to that.</summary>
public class GunicornTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_shared_share_falls_as_requests_read_and_what_they_copy_is_identical()
    {
        const int workers = 4;
        await using var server = await Gunicorn.StartAsync(workers, size: 300_000);
        var before = Look(server);
        await server.GetFromEachAsync("read");
        var after = Look(server);
        await server.GetFromEachAsync("read");
        var again = Look(server);

        foreach (var ((first, second), third) in before.Children.Zip(after.Children).Zip(again.Children))
        {
            var copied = second.PrivateIdentical!.Value - first.PrivateIdentical!.Value;
            Assert.True(second.SharedShare < first.SharedShare - 0.3, $"{first.SharedShare:P0} {second.SharedShare:P0}");
            Assert.True(copied > 0.9 * (second.Uss - first.Uss), $"{copied} of {second.Uss - first.Uss}");
            // The counts are back where they were, so there is nothing left to copy.
            Assert.InRange(third.Uss, second.Uss, second.Uss + (copied / 100));
        }

        // What all workers have copied is the parent's alone, though it wrote nothing.
        Assert.True(after.Members[0].Uss - before.Members[0].Uss > 0.9 * (after.Children.First().Uss - before.Children.First().Uss));
    }

    [Fact]
    public async Task Freezing_the_data_saves_the_copies_of_a_collection_and_none_of_those_of_reading()
    {
        var (defaults, frozen) = (await GrowthAsync(frozen: false), await GrowthAsync(frozen: true));
        Assert.True(defaults.Allocating > 10 * frozen.Allocating, $"{defaults} {frozen}");
        Assert.InRange(frozen.Reading, 0.9 * defaults.Reading, 1.1 * defaults.Reading);
    }

    /// <summary>Pages that a request copies which collects, and one which reads, each in a fresh worker.</summary>
    private async Task<(long Allocating, long Reading)> GrowthAsync(bool frozen)
    {
        var growth = new List<long>();
        foreach (var path in new[] { "allocate", "read" })
        {
            await using var server = await Gunicorn.StartAsync(workers: 2, size: 100_000, frozen);
            var before = Look(server);
            await server.GetFromEachAsync(path);
            growth.Add(before.Children.Zip(Look(server).Children, (was, now) => Copied(now) - Copied(was)).Max());
        }

        return (growth[0], growth[1]);
    }

    private static long Copied(OutsideMember member) => member.PrivateIdentical!.Value + member.PrivateDifferent!.Value;

    private OutsideFamily Look(Server server) => Family.Outside(server, output);
}
