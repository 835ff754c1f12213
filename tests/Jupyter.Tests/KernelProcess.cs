using System.Diagnostics;
using System.Text;
using CowNotebooks.Tests;

namespace CowNotebooks.Jupyter.Tests;

/// <summary>The real <c>cow kernel start</c>, and the folder that its notebook would be in.</summary>
internal sealed class KernelProcess : IAsyncDisposable
{
    private readonly StringBuilder _log = new();
    private readonly Process _process;

    private KernelProcess(params (string Name, string Value)[] environment)
    {
        Folder = Directory.CreateTempSubdirectory("cow-jupyter-").FullName;
        Connection = new Connection(Folder);
        var start = new ProcessStartInfo(CowCommand.Program, ["kernel", "start", Connection.File]) { WorkingDirectory = Folder, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_log) _log.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    public string Folder { get; }

    public Connection Connection { get; }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>Starts a kernel and waits until it answers.</summary>
    public static async Task<(KernelProcess Kernel, KernelClient Client)> StartAsync(params (string Name, string Value)[] environment)
    {
        var kernel = new KernelProcess(environment);
        try
        {
            var client = new KernelClient(kernel.Connection);
            client.Shell("kernel_info_request", []);
            await client.SubscribedAsync();
            return (kernel, client);
        }
        catch
        {
            await kernel.DisposeAsync();
            throw;
        }
    }

    public Task EndedAsync() => Processes.UntilAsync(() => _process.HasExited, "The kernel did not end.");

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
