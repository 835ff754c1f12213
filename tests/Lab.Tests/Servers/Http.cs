using System.Globalization;

namespace CowNotebooks.Tests.Servers;

/// <summary>Asks web servers whose answers begin with the PID of the worker that gave it.</summary>
internal static class Http
{
    /// <summary>The body of the answer.</summary>
    public static async Task<string> GetAsync(this Server server, string path)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, _) => await server.ConnectAsync() });
        return await client.GetStringAsync($"http://localhost/{path}", TestContext.Current.CancellationToken);
    }

    /// <summary>Every worker answers once.</summary>
    public static Task GetFromEachAsync(this Server server, string path) => FromEachAsync(server, () => server.GetAsync(path));

    /// <summary>Every worker answers once, and says who it is.</summary>
    public static async Task FromEachAsync(this Server server, Func<Task<string>> ask)
    {
        foreach (var (worker, answer) in await server.EachAsync(ask)) Assert.Equal(worker, int.Parse(answer.Split(' ', '\n')[0], CultureInfo.InvariantCulture));
    }

    /// <summary>There are so many workers, and each answers.</summary>
    public static async Task<bool> IsReadyAsync(this Server server, int workers, Func<Task<string>> ask)
    {
        if (server.Workers.Count != workers) return false;
        await server.FromEachAsync(ask);
        return true;
    }
}
