namespace CowNotebooks.Tests.Servers;

/// <summary>puma in cluster mode, the app loaded before the workers are forked.</summary>
internal static class Puma
{
    public static async Task<Server> StartAsync(int workers, int size)
    {
        var puma = Requires.Program("Install it (Debian: apt-get install puma).", "puma");
        return await Server.StartAsync(
            Server.NewFolder("puma.rb"), [puma, "--config", "puma.rb", "--bind", "unix://socket"],
            new Dictionary<string, string> { ["SIZE"] = $"{size}", ["WORKERS"] = $"{workers}" },
            server => server.IsReadyAsync(workers, () => server.GetAsync("")));
    }
}
