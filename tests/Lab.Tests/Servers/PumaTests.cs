using CowNotebooks.Lab;

namespace CowNotebooks.Tests.Servers;

/// <summary>What a collection in a worker of puma copies.</summary>
public class PumaTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Reading_copies_hardly_a_page_the_first_collection_many_and_the_second_hardly_one()
    {
        await using var server = await Puma.StartAsync(workers: 2, size: 500_000);
        await server.GetFromEachAsync("read");
        var looks = new List<Family> { server.Look(output) };
        foreach (var path in new[] { "read", "collect", "collect" })
        {
            await server.GetFromEachAsync(path);
            looks.Add(server.Look(output));
        }

        foreach (var worker in server.Workers)
        {
            var growth = looks.Zip(looks.Skip(1), (was, now) => now.Of(worker).Pages.Private - was.Of(worker).Pages.Private).ToList();
            Assert.True(growth[1] > 10 * Math.Max(growth[0], growth[2]) && growth[1] > 1_000, string.Join(", ", growth));
        }
    }
}
