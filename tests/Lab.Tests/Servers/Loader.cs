namespace CowNotebooks.Tests.Servers;

/// <summary>A loader of training data: a parent that holds a list of strings and an array of the same size, and readers that are its forks.</summary>
internal static class Loader
{
    public static async Task<Server> StartAsync(int readers, int size)
    {
        var python = Requires.Program("Install CPython: apt-get install python3.", "python3");
        return await Server.StartAsync(
            Server.NewFolder("loader.py"), [python, "loader.py", $"{readers}", $"{size}"], new Dictionary<string, string>(), async server => await server.ReadAsync("nothing") == "done");
    }

    /// <summary>All readers read it: <c>strings</c>, <c>numbers</c> or <c>nothing</c>.</summary>
    public static async Task<string> ReadAsync(this Server server, string what)
    {
        await using var connection = await server.ConnectAsync();
        await using var writer = new StreamWriter(connection) { AutoFlush = true };
        await writer.WriteAsync($"{what}\n");
        using var reader = new StreamReader(connection);
        return (await reader.ReadLineAsync(TestContext.Current.CancellationToken)) ?? throw new IOException("The loader closed the connection.");
    }
}
