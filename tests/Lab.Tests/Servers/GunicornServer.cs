namespace CowNotebooks.Tests.Servers;

/// <summary>gunicorn with the app that the notebook about own processes has: loaded once, before the workers are forked.</summary>
internal static class GunicornServer
{
    public static async Task<Server> StartAsync(int workers = 4, int size = 100_000, bool frozen = false, bool asNobody = false)
    {
        var gunicorn = Requires.Program("Install it (Debian: apt-get install gunicorn).", "gunicorn");
        string[] command = [gunicorn, "--preload", "--workers", $"{workers}", "--bind", "unix:socket", "app:app"];
        if (asNobody) command = Requires.Nobody(command);
        return await Server.StartAsync(
            Server.NewFolder("app.py"), command, new Dictionary<string, string> { ["Size"] = $"{size}", ["Freeze"] = frozen ? "yes" : "" },
            server => server.IsReadyAsync(workers, () => server.GetAsync("")));
    }
}
