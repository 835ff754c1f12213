using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Xml.Linq;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary><c>cow watch --faults</c> of a real server: gunicorn, whose workers share the data that its application loaded before they were forked.</summary>
public sealed class WatchGunicornTests : IDisposable
{
    private const int Numbers = 300_000;

    // CPython 3.11 has 126 integers of 32 bytes in 4 kB.
    private const int PagesOfNumbers = Numbers / 128;

    private readonly string _folder = Directory.CreateTempSubdirectory("cow-gunicorn-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_flame_graph_of_its_worker_names_the_function_that_writes_reference_counts()
    {
        var cancel = TestContext.Current.CancellationToken;
        var gunicorn = Requires.Program("Install it (Debian: apt-get install gunicorn).", "gunicorn");
        await File.WriteAllTextAsync(Path.Combine(_folder, "app.py"), $$"""
            data = list(range({{Numbers}}))
            def app(environ, start_response):
                for i in range(len(data)):
                    data[i]
                start_response('200 OK', [('Content-Type', 'text/plain')])
                return [b'read']
            """, cancel);
        var address = $"127.0.0.1:{FreePort()}";
        var (flame, folded, csv) = (Path.Combine(_folder, "flame.svg"), Path.Combine(_folder, "folded.txt"), Path.Combine(_folder, "watch.csv"));
        using var server = Process.Start(new ProcessStartInfo(gunicorn, ["--preload", "--workers", "1", "--bind", address, "--log-level", "critical", "app:app"]) { WorkingDirectory = _folder })!;
        CowOutput result;
        try
        {
            await Processes.UntilAsync(() => Processes.Find("app:app", _folder).Count == 2 && IsListening(address), "gunicorn did not start.");
            using var cow = CowCommand.Start("watch", $"{server.Id}", "--tree", "--every", "100ms", "--csv", csv, "--flame", flame, "--folded", folded);
            await Processes.UntilAsync(() => cow.HasExited || (File.Exists(csv) && File.ReadAllLines(csv).Length > 2));
            using var client = new HttpClient();
            Assert.Equal("read", await client.GetStringAsync($"http://{address}/", cancel));
            server.Kill(entireProcessTree: true);
            result = await cow.ResultAsync();
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }

        Requires.That(!result.Errors.Contains("perf_event_open", StringComparison.Ordinal), result.Errors);
        Assert.Contains("No fault was lost", result.Output);
        var copies = File.ReadLines(folded).Where(line => line.StartsWith("gunicorn;copy;", StringComparison.Ordinal) && line.Contains("_PyEval_EvalFrameDefault", StringComparison.Ordinal)).ToList();
        Assert.InRange(copies.Sum(line => int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture)), PagesOfNumbers, PagesOfNumbers + 500);
        Assert.Contains(XDocument.Load(flame).Descendants(), element => element.Name.LocalName == "title" && element.Value.StartsWith("_PyEval_EvalFrameDefault", StringComparison.Ordinal));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsListening(string address)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPEndPoint.Parse(address));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
