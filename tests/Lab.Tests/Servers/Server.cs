using System.Diagnostics;
using System.Net.Sockets;
using CowNotebooks.Lab.Serving;
using CowNotebooks.Procfs;
using Mono.Unix.Native;

namespace CowNotebooks.Tests.Servers;

/// <summary>
/// A server as another program, which forks workers: in a scratch folder of its own, heard on the unix socket <c>socket</c> in there and nowhere
/// else. It does not outlive these tests, however they end.
/// </summary>
internal sealed class Server : IAsyncDisposable
{
    // Generous: limits for a server that would otherwise never answer or end, no claim about time.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly KeptProgram _program;
    private readonly HashSet<int> _stopped = [];

    private Server(KeptProgram program) => (_program, Parent) = (program, new ProcFs().Process(program.Pid));

    /// <summary>Its working directory.</summary>
    public string Folder => _program.Folder;

    /// <summary>The process that loads, and forks the workers.</summary>
    public ProcProcess Parent { get; }

    /// <summary>Its forks.</summary>
    public IReadOnlyList<int> Workers => Parent.Children();

    /// <summary>The faults that each of them has taken.</summary>
    public IReadOnlyList<long> Faults() => [.. Workers.Prepend(Parent.Pid).Select(pid => new ProcFs().Process(pid).Stat()).Select(stat => stat.MinorFaults + stat.MajorFaults)];

    /// <summary>What it and its workers have said.</summary>
    public string Log => _program.Log;

    private string Socket => Path.Combine(Folder, "socket");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A new scratch folder, with these programs in it.</summary>
    public static string NewFolder(params string[] programs)
    {
        var folder = Directory.CreateTempSubdirectory("cow-server-").FullName;
        // A server that runs as another user makes its socket in there.
        Assert.Equal(0, Syscall.chmod(folder, (FilePermissions)0b111_111_111));
        foreach (var name in programs) File.Copy(Path.Combine(AppContext.BaseDirectory, "servers", name), Path.Combine(folder, name));
        return folder;
    }

    /// <summary>Starts it, and returns when it is ready.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="isReady">Asked until it says yes; a refused connection is a no.</param>
    public static async Task<Server> StartAsync(string folder, IEnumerable<string> command, IReadOnlyDictionary<string, string> settings, Func<Server, Task<bool>> isReady)
    {
        Requires.Program("Install it (Debian: apt-get install util-linux).", "setsid");
        var server = new Server(KeptProgram.Start(folder, command, settings));
        try
        {
            await server.UntilAsync(async () =>
            {
                try
                {
                    return await isReady(server);
                }
                catch (Exception error) when (error is SocketException or IOException or HttpRequestException)
                {
                    if (!IsRunning(server.Parent.Pid)) Assert.Fail($"It ended: {server.Log}");
                    return false;
                }
            }, "did not get ready");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection to it.</summary>
    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), Cancel);
            return new(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks each worker in turn, while the others are stopped: so every one of them has answered afterwards.</summary>
    /// <returns>The answers, by worker.</returns>
    public async Task<IReadOnlyDictionary<int, string>> EachAsync(Func<Task<string>> ask)
    {
        var answers = new Dictionary<int, string>();
        foreach (var worker in Workers)
        {
            using (Stop(Workers.Where(other => other != worker))) answers[worker] = await ask();
        }

        return answers;
    }

    /// <summary>Stops parent and workers where they are, until the answer is disposed.</summary>
    public IDisposable StopAll() => Stop([Parent.Pid, .. Workers]);

    /// <summary>Stops one process of it, until the answer is disposed.</summary>
    public IDisposable StopOne(int pid) => Stop([pid]);

    /// <summary>Asks it to end, as whoever runs it would, and returns when it and its workers have ended.</summary>
    public async Task EndAsync()
    {
        Continue([.. _stopped]);
        var family = (int[])[Parent.Pid, .. Workers];
        Kill(Parent.Pid, Signum.SIGTERM);
        await UntilAsync(() => Task.FromResult(!family.Any(IsRunning)), "did not end");
    }

    /// <summary>What happens when the tests are killed.</summary>
    public void Abandon() => _program.Abandon();

    /// <summary>The processes that it consists of: in the keeper's session, or in the scratch folder.</summary>
    public IReadOnlyList<int> Left() =>
        [.. new ProcFs().Processes().Where(pid => Read(pid, process => process.Stat().Session == _program.Session)).Union(Processes.Find("", Folder)).Where(IsRunning)];

    /// <summary>Waits until nothing is left.</summary>
    public Task GoneAsync() => UntilAsync(() => Task.FromResult(Left().Count == 0), "is still there");

    public async ValueTask DisposeAsync()
    {
        Continue([.. _stopped]);
        await _program.DisposeAsync();
        await GoneAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Waits until something is so.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        for (var waited = Stopwatch.StartNew(); !await condition(); await Task.Delay(10, CancellationToken.None))
        {
            if (waited.Elapsed > Limit) Assert.Fail($"The server in {Folder} {otherwise}: {Log}");
        }
    }

    private static bool IsRunning(int pid) => Read(pid, process => process.Stat().State is not ('Z' or 'X'));

    private static bool Read(int pid, Func<ProcProcess, bool> read)
    {
        try
        {
            return read(new ProcFs().Process(pid));
        }
        catch (ProcVanishedException)
        {
            return false;
        }
    }

    private Stopped Stop(IEnumerable<int> pids)
    {
        var stopped = pids.Where(_stopped.Add).ToList();
        foreach (var pid in stopped)
        {
            Kill(pid, Signum.SIGSTOP);
            // Each of its threads stops at its next return from the kernel.
            Assert.True(SpinWait.SpinUntil(() => new ProcFs().Process(pid).Threads().All(thread => thread.State == 'T'), Limit));
        }

        return new(this, stopped);
    }

    private void Continue(IEnumerable<int> pids)
    {
        // One that is gone needs nothing.
        foreach (var pid in pids.Where(_stopped.Remove).ToList()) Syscall.kill(pid, Signum.SIGCONT);
    }

    private static void Kill(int pid, Signum signal) => Assert.Equal(0, Syscall.kill(pid, signal));

    private sealed class Stopped(Server server, IEnumerable<int> pids) : IDisposable
    {
        public void Dispose() => server.Continue(pids);
    }
}
