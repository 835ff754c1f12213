namespace CowNotebooks.Tests.Servers;

/// <summary>What the workers of php-fpm share: what opcache has compiled, in a mapping that is shared memory.</summary>
public class PhpFpmTests(ITestOutputHelper output)
{
    private const int Workers = 3, Entries = 20_000;

    [Fact]
    public async Task What_opcache_keeps_is_in_RAM_once_and_without_it_once_a_worker()
    {
        // Each entry of the table takes an element of its array, 16 bytes, and a string of 32.
        const long table = Entries * (16 + 32) / 4_096;
        var (shared, own) = (await NewPagesAsync(opcache: true), await NewPagesAsync(opcache: false));

        Assert.All(own, pages => Assert.True(pages > table, $"{pages} {table}"));
        Assert.All(shared, pages => Assert.True(pages < table / 4, $"{pages} {table}"));
    }

    /// <summary>What each worker but the one that has compiled the script takes of its own to read the table.</summary>
    private async Task<IReadOnlyList<long>> NewPagesAsync(bool opcache)
    {
        await using var server = await PhpFpm.StartAsync(Workers, Entries, opcache);
        var answers = await server.EachAsync(server.ReadTableAsync);
        Assert.All(answers.Values, answer => Assert.EndsWith(opcache ? " 1" : " 0", answer, StringComparison.Ordinal));
        return [.. Family.Outside(server, output).Children.Skip(1).Select(worker => worker.New!.Value)];
    }
}
