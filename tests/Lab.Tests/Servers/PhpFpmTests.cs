using CowNotebooks.Lab;

namespace CowNotebooks.Tests.Servers;

/// <summary>What the workers of php-fpm share: what opcache has compiled, in a mapping that is shared memory.</summary>
public class PhpFpmTests(ITestOutputHelper output)
{
    private const int Workers = 3, Entries = 20_000;

    // Each entry of the table takes an element of its array, 16 bytes, and a string of 32.
    private const long Table = Entries * (16 + 32) / 4_096;

    [Fact]
    public async Task What_opcache_keeps_is_shared_memory_of_all_workers_and_counts_once()
    {
        var family = await AfterReadingAsync(opcache: true);

        // The one that compiled the script took memory for that.
        Assert.All(family.Children().Skip(1), worker => Assert.True(worker.Pages[PageShare.New] < Table / 4, $"{worker}"));
        var shared = family.Children().Select(worker => worker.ByKind.Single(one => one.Kind == MappingKind.Shmem).Pages).ToList();
        Assert.All(shared, pages => Assert.True(pages[PageShare.SharedWithParent] + pages[PageShare.SharedWithOthers] > Table, $"{pages.Total}"));
        // Sharing it has not been lost: nobody has a copy.
        Assert.All(shared, pages => Assert.Equal(0, pages.Unshared));
        Assert.True(family[FamilyFigures.RamWithoutSharing] - family[FamilyFigures.Ram] > (Workers - 1) * Table * 4_096, $"{family}");
    }

    [Fact]
    public async Task Without_opcache_each_worker_has_the_table_for_itself()
    {
        var family = await AfterReadingAsync(opcache: false);
        Assert.All(family.Children(), worker => Assert.True(worker.Pages[PageShare.New] > Table, $"{worker}"));
    }

    private async Task<Family> AfterReadingAsync(bool opcache)
    {
        await using var server = await PhpFpm.StartAsync(Workers, Entries, opcache);
        var answers = await server.EachAsync(server.ReadTableAsync);
        Assert.All(answers.Values, answer => Assert.EndsWith(opcache ? " 1" : " 0", answer, StringComparison.Ordinal));
        return server.Look(output);
    }
}
