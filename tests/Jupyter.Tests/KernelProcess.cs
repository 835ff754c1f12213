using System.Diagnostics;
using System.Text;
using CowNotebooks.Tests;

namespace CowNotebooks.Jupyter.Tests;

/// <summary>The real <c>cow kernel start</c>, and the folder that its notebook would be in.</summary>
internal sealed class KernelProcess : IAsyncDisposable
{
    private readonly StringBuilder log = new();
    private readonly Process process;

    private KernelProcess(params (string Name, string Value)[] environment)
    {
        Folder = Directory.CreateTempSubdirectory("cow-jupyter-").FullName;
        Connection = new Connection(Folder);
        var start = new ProcessStartInfo(CowCommand.Program, ["kernel", "start", Connection.File]) { WorkingDirectory = Folder, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log) log.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
    }

    public string Folder { get; }

    public Connection Connection { get; }

    public int Id => process.Id;

    public int ExitCode => process.ExitCode;

    public string Log
    {
        get
        {
            lock (log) return log.ToString();
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

    public Task EndedAsync() => Eventually.HoldsAsync(() => process.HasExited, "The kernel did not end.");

    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
