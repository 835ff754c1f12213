namespace CowNotebooks.Tests.Servers;

/// <summary>The servers that the other tests here look at start, answer, and leave nothing behind.</summary>
public class ServerTests
{
    public static TheoryData<string> All => ["gunicorn", "gunicorn as nobody", "puma", "php-fpm", "redis", "loader"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_server_answers_and_ends_when_it_is_asked_to(string name)
    {
        await using var server = await StartAsync(name);
        Assert.NotEmpty(server.Left());
        await server.EndAsync();
        server.Abandon();
        await server.GoneAsync();
    }

    // Every test here ends so for its server, as it is disposed; php-fpm leaves the session of whoever starts it.
    [Theory]
    [InlineData("php-fpm")]
    public async Task A_server_is_gone_when_the_tests_are_killed(string name)
    {
        await using var server = await StartAsync(name);
        Assert.NotEmpty(server.Left());
        server.Abandon();
        await server.GoneAsync();
    }

    [Fact]
    public async Task A_server_that_does_not_start_is_a_failure_with_its_words()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Server.StartAsync(
            Server.NewFolder(), ["sh", "-c", "echo no such port; exit 3"], new Dictionary<string, string>(), async server => await server.GetAsync("") == "never"));
        Assert.Contains("no such port", error.Message, StringComparison.Ordinal);
    }

    private static Task<Server> StartAsync(string name) => name switch
    {
        "gunicorn" => GunicornServer.StartAsync(workers: 2, size: 1_000),
        "gunicorn as nobody" => GunicornServer.StartAsync(workers: 2, size: 1_000, asNobody: true),
        "puma" => Puma.StartAsync(workers: 2, size: 1_000),
        "php-fpm" => PhpFpm.StartAsync(workers: 2, entries: 100),
        "redis" => Redis.StartAsync(),
        _ => Loader.StartAsync(readers: 2, size: 1_000),
    };
}
