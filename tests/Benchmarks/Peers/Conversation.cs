using System.Diagnostics;
using System.Globalization;

namespace CowNotebooks.Benchmarks.Peers;

/// <summary>A program that first says "ready" and then answers each line with a line. It ends with its standard input, so also when this process is killed.</summary>
internal sealed class Conversation : IDisposable
{
    private readonly Process _process;

    private Conversation(Process process) => _process = process;

    public int Pid => _process.Id;

    /// <summary>Starts it; null when it does not get ready, as when something it needs is missing.</summary>
    public static async Task<Conversation?> StartAsync(string program, params string[] arguments)
    {
        if (!File.Exists(program)) return null;
        var started = new Conversation(Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!);
        if (await started._process.StandardOutput.ReadLineAsync() == "ready") return started;
        started.Dispose();
        return null;
    }

    /// <summary>Says a line; answers the number that comes back.</summary>
    public async Task<double> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"It ended: {await _process.StandardError.ReadToEndAsync()}");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5))) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
