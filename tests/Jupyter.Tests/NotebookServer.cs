using System.Diagnostics;
using CowNotebooks.Tests;

namespace CowNotebooks.Jupyter.Tests;

/// <summary>Debian's Jupyter Notebook on the loopback, over a copy of one of our notebooks.</summary>
internal sealed class NotebookServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/jupyter-notebook";

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly string _token = Guid.NewGuid().ToString("N");
    private readonly int _port;

    private NotebookServer(DirectoryInfo folder)
    {
        _folder = folder;
        _port = new Connection(folder.FullName).Ports[0];
        string[] arguments =
        [
            "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={_port}", "--port-retries=0", $"--NotebookApp.token={_token}", $"--notebook-dir={folder.FullName}/notebooks",
        ];
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["JUPYTER_DATA_DIR"] = start.Environment["JUPYTER_CONFIG_DIR"] = start.Environment["JUPYTER_RUNTIME_DIR"] = folder.FullName;
        _process = Process.Start(start)!;
        // Read and forgotten: a full pipe would stop it.
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public static async Task<NotebookServer> StartAsync(string notebook)
    {
        Requires.That(File.Exists(Program), $"{Program} is not installed. Debian: apt-get install jupyter-notebook");
        var folder = Directory.CreateTempSubdirectory("cow-jupyter-server-");
        var source = Path.Combine(Source.Root, "notebooks");
        var copies = folder.CreateSubdirectory("notebooks").FullName;
        foreach (var name in new[] { notebook, "setup.dib" }) File.Copy(Path.Combine(source, name), Path.Combine(copies, name));
        // What notebooks name relative to themselves.
        foreach (var name in new[] { "lib", "data" }) Directory.CreateSymbolicLink(Path.Combine(folder.FullName, name), Path.GetFullPath($"../{name}", source));
        var install = new ProcessStartInfo(CowCommand.Program, ["kernel", "install"]) { RedirectStandardOutput = true };
        install.Environment["JUPYTER_DATA_DIR"] = folder.FullName;
        using (var installing = Process.Start(install)!) await installing.WaitForExitAsync(TestContext.Current.CancellationToken);
        var server = new NotebookServer(folder);
        using var http = new HttpClient();
        await Processes.UntilAsync(() => Answers(http, server.Page("api")), "Jupyter Notebook does not answer.");
        return server;
    }

    /// <summary>The address of a page: <c>notebooks/01-x.ipynb</c>.</summary>
    public string Page(string path) => $"http://127.0.0.1:{_port}/{path}?token={_token}";

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        // Its kernels notice that it is gone, and leave their connection files.
        await Task.Delay(1500);
        _folder.Delete(recursive: true);
    }

    private static bool Answers(HttpClient http, string address)
    {
        try
        {
            return http.GetAsync(new Uri(address)).GetAwaiter().GetResult().IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
