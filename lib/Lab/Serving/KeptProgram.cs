using System.Diagnostics;
using System.Globalization;

namespace CowNotebooks.Lab.Serving;

/// <summary>
/// A program that runs beside this process, and with all that it has forked no longer than it: whatever ends this process, even SIGKILL, ends those too. A shell
/// between them waits for the end of its input, which then comes, and kills the session that it leads; and the group of a program that has made itself a session.
/// </summary>
internal sealed class KeptProgram : IAsyncDisposable
{
    private const string Keeper = "\"$@\" > log 2>&1 & echo $!; read -r nothing; kill -s KILL -- -$! 2> /dev/null; kill -s KILL 0";
    private readonly Process _keeper;
    private bool _disposed;

    private KeptProgram(string folder, Process keeper, int pid) => (Folder, _keeper, Session, Pid) = (folder, keeper, keeper.Id, pid);

    /// <summary>Its working directory.</summary>
    public string Folder { get; }

    /// <summary>The program itself.</summary>
    public int Pid { get; }

    /// <summary>The session of all of them (setsid(2)).</summary>
    public int Session { get; }

    /// <summary>What it and its forks have said.</summary>
    public string Log => Path.Combine(Folder, "log") is var log && File.Exists(log) ? File.ReadAllText(log) : "";

    /// <summary>Starts it; whether it then runs is to be seen.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Environment variables that it gets beside ours.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no setsid(1).</exception>
    public static KeptProgram Start(string folder, IEnumerable<string> command, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Keeper, "sh", .. command]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var keeper = Process.Start(start)!;
        return new(folder, keeper, int.Parse(keeper.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
    }

    /// <summary>Ends all of them, as if this process had ended.</summary>
    public void Abandon() => _keeper.StandardInput.Close();

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        Abandon();
        await _keeper.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        // Disposing a process leaves the streams open that were asked for.
        _keeper.StandardOutput.Dispose();
        _keeper.Dispose();
    }
}
