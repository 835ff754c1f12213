using System.Text;

namespace CowNotebooks.Tests.Servers;

/// <summary>redis-server, whose fork is the one that writes the database to a file while the parent goes on.</summary>
internal static class Redis
{
    public static async Task<Server> StartAsync()
    {
        var redis = Requires.Program("Install it (Debian: apt-get install redis-server).", "redis-server");
        string[] settings = ["--port", "0", "--unixsocket", "socket", "--save", "", "--enable-debug-command", "yes"];
        return await Server.StartAsync(Server.NewFolder(), [redis, .. settings], new Dictionary<string, string>(), async server => await server.TellAsync("PING") == "+PONG");
    }

    /// <summary>The last line of the answers to the commands, one a line.</summary>
    public static async Task<string> TellAsync(this Server server, params IEnumerable<string> commands)
    {
        await using var connection = await server.ConnectAsync();
        var count = 0;
        var text = new StringBuilder();
        foreach (var command in commands)
        {
            text.Append(command).Append("\r\n");
            count++;
        }

        using var reader = new StreamReader(connection);
        var writing = connection.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), TestContext.Current.CancellationToken).AsTask();
        var answer = "";
        for (; count > 0; count--)
        {
            answer = (await reader.ReadLineAsync(TestContext.Current.CancellationToken))!;
            Assert.False(answer.StartsWith('-'), answer);
        }

        await writing;
        return answer;
    }

    /// <summary>A figure of <c>INFO persistence</c>.</summary>
    public static async Task<long> PersistenceAsync(this Server server, string name)
    {
        await using var connection = await server.ConnectAsync();
        await connection.WriteAsync("INFO persistence\r\nQUIT\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(connection);
        var lines = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split("\r\n");
        return long.Parse(lines.Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal)).Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
