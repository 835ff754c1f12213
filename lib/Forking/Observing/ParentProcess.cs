using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CowNotebooks.Forking.Observing;

/// <summary>
/// A parent as the observer holds it: start, ask, fork, end. Disposing it ends every child it forked and then the parent, waiting first and killing only
/// what this object started. One request at a time.
/// </summary>
public sealed class ParentProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Process _process;
    private readonly int _pidFd, _lifeline;
    private readonly string _folder;
    private readonly Channel _channel;
    private readonly LastWords _lastWords = new();
    private readonly Task _listening;
    private readonly List<ChildProcess> _children = [];
    private readonly MemoryStream _unread = new();
    private int _forks;
    private bool _disposed;

    private ParentProcess(ParentCommand command, string folder)
    {
        _folder = folder;
        _channel = new Channel(Path.Combine(folder, Protocol.RequestsName), Path.Combine(folder, Protocol.AnswersName));
        var lifeline = Path.Combine(folder, Protocol.LifelineName);
        LibC.MakeFifo(lifeline);
        _lifeline = LibC.Open(lifeline, LibC.O_RDWR);
        try
        {
            _process = Start(command, folder);
            _pidFd = LibC.OpenPidFd(_process.Id);
        }
        catch (LibCException)
        {
            // It ended, and was reaped, before a handle to it could be had.
            Release();
            throw new ParentNotStartedException(command, "ended at once");
        }
        catch (Win32Exception error)
        {
            Release();
            throw new ParentNotStartedException(command, $"could not be started: {LibC.Describe(error.NativeErrorCode)}");
        }

        _listening = Task.WhenAll(_lastWords.CollectAsync(_process.StandardError), _lastWords.CollectAsync(_process.StandardOutput));
    }

    /// <summary>The PID that the parent said it has.</summary>
    public int Pid { get; private set; }

    /// <summary>What the parent's runtime calls itself: "3.11.2 (CPython)".</summary>
    public string Version { get; private set; } = "";

    /// <summary>Starts a parent and waits until it is ready.</summary>
    /// <param name="command">What to start.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancel">Ends the waiting; nothing is left behind.</param>
    /// <exception cref="ParentNotStartedException">It cannot be started, ends early, or says something else than "ready".</exception>
    public static async Task<ParentProcess> StartAsync(ParentCommand command, TimeSpan limit, CancellationToken cancel = default)
    {
        var parent = new ParentProcess(command, Directory.CreateTempSubdirectory("cow-").FullName);
        try
        {
            var ready = (await parent.ReadLineAsync("starting", limit, cancel).ConfigureAwait(false)).Split('\t');
            var facts = new Answer(ready);
            if (ready[0] != Protocol.Ready || facts.Number("pid") is not { } pid)
                throw new ParentNotStartedException(command, "did not answer as a parent should");
            (parent.Pid, parent.Version) = ((int)pid, facts["version"] ?? "");
            parent._channel.Unlink();
            return parent;
        }
        catch (ProcessFailedException failure)
        {
            await parent.DisposeAsync().ConfigureAwait(false);
            var words = await parent.LastWordsAsync().ConfigureAwait(false);
            var cause = failure.Outcome.Kind switch
            {
                OutcomeKind.Exited => $"ended at once with exit code {failure.Outcome.Detail}",
                OutcomeKind.Killed => $"was killed by {failure.Outcome.Detail} while starting",
                _ => "did not answer as a parent should",
            };
            throw new ParentNotStartedException(command, words.Length == 0 ? cause : $"{cause}, saying '{words}'");
        }
        catch
        {
            await parent.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends one request and waits for its answer.</summary>
    /// <param name="doing">For error messages: "allocating boxed-integers".</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancel">Ends the waiting; the parent is of no use afterwards.</param>
    /// <param name="words">The request and its arguments.</param>
    /// <exception cref="ProcessFailedException">The parent ended, answered with an error, or took too long.</exception>
    public async Task<Answer> AskAsync(string doing, TimeSpan limit, CancellationToken cancel, params string[] words)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _channel.Send(string.Join('\t', words) + "\n");
        var line = (await ReadLineAsync(doing, limit, cancel).ConfigureAwait(false)).Split('\t');
        return line[0] switch
        {
            Protocol.Ok => new Answer(line[1..]),
            Protocol.Error when line.Length > 1 => throw Failed(OutcomeKind.Refused, doing, line[1]),
            _ => throw Failed(OutcomeKind.ProtocolBroken, doing, line[0]),
        };
    }

    /// <summary>Has the parent fork, and waits until the child is ready for its first slice.</summary>
    public async Task<ChildProcess> ForkAsync(string gc, TimeSpan limit, CancellationToken cancel)
    {
        var number = ++_forks;
        var channel = new Channel(Path.Combine(_folder, $"to-{number}"), Path.Combine(_folder, $"from-{number}"));
        try
        {
            var answer = await AskAsync("forking", limit, cancel, Protocol.Fork, channel.RequestsPath, channel.AnswersPath, gc).ConfigureAwait(false);
            var pid = (int)(answer.Number("pid") ?? throw Failed(OutcomeKind.ProtocolBroken, "forking", "no pid"));
            var child = new ChildProcess(this, pid, channel);
            _children.Add(child);
            channel.Unlink();
            await child.AwaitReadyAsync(limit, cancel).ConfigureAwait(false);
            return child;
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    /// <summary>How a child that has ended did so, in the words of its parent; when the parent has ended too, its end is the outcome.</summary>
    internal async Task<Outcome> ReapAsync(int pid, string doing)
    {
        try
        {
            var answer = await AskAsync(doing, Patience, CancellationToken.None, Protocol.Reap, pid.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
            return answer.Number("signal") is { } signal
                ? new Outcome(OutcomeKind.Killed, Role.Child, doing, LibC.SignalName((int)signal))
                : new Outcome(OutcomeKind.Exited, Role.Child, doing, answer["exit"] ?? "unknown");
        }
        catch (ProcessFailedException failure)
        {
            return failure.Outcome with { Doing = doing };
        }
    }

    /// <summary>The pidfd that a waiting child's channel watches: without its parent a child is worth nothing.</summary>
    internal int PidFd => _pidFd;

    /// <summary>How the parent ended.</summary>
    internal async Task<Outcome> EndAsync(string doing)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new Outcome(OutcomeKind.ProtocolBroken, Role.Parent, doing, "end of file");
        }

        // System.Diagnostics.Process reports a signal as 128 plus its number, as shells do.
        var code = _process.ExitCode;
        return code is > 128 and < 128 + 65
            ? new Outcome(OutcomeKind.Killed, Role.Parent, doing, LibC.SignalName(code - 128))
            : new Outcome(OutcomeKind.Exited, Role.Parent, doing, code.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        foreach (var child in _children.ToArray()) await child.DisposeAsync().ConfigureAwait(false);
        _disposed = true;
        // Without requests the parent leaves by itself; without a lifeline the kernel ends whatever is left of its group.
        _channel.Dispose();
        using (var patience = new CancellationTokenSource(Patience))
        {
            try
            {
                // What never became a parent does not know that it should leave.
                if (Pid == 0) _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                LibC.Signal(_pidFd, LibC.SIGKILL);
                await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        _process.Dispose();
        LibC.Close(_pidFd);
        Release();
    }

    private static Process Start(ParentCommand command, string folder)
    {
        var start = new ProcessStartInfo(command.Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var argument in command.Arguments.Append(folder)) start.ArgumentList.Add(argument);
        command.Adapt(start.Environment);
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private async Task<string> ReadLineAsync(string doing, TimeSpan limit, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var (what, bytes) = await _channel.ReceiveAsync(_pidFd, limit - clock.Elapsed, cancel).ConfigureAwait(false);
            switch (what)
            {
                case Received.TimeUp:
                    throw Failed(OutcomeKind.TimedOut, doing, $"{limit.TotalSeconds:0.#} s");
                case Received.End or Received.WatchedIsGone:
                    throw new ProcessFailedException(await EndAsync(doing).ConfigureAwait(false), await LastWordsAsync().ConfigureAwait(false));
            }

            _unread.Write(bytes);
            if (bytes[^1] != '\n') continue;
            var line = Encoding.UTF8.GetString(_unread.GetBuffer(), 0, (int)_unread.Length - 1);
            _unread.SetLength(0);
            return line;
        }
    }

    /// <summary>What the ended process said last; a child that still holds its standard error does not keep us waiting.</summary>
    private async Task<string> LastWordsAsync()
    {
        await Task.WhenAny(_listening, Task.Delay(Patience / 4)).ConfigureAwait(false);
        return _lastWords.LastLine;
    }

    private static ProcessFailedException Failed(OutcomeKind kind, string doing, string detail) => new(new Outcome(kind, Role.Parent, doing, detail));

    private void Release()
    {
        _channel.Dispose();
        LibC.Close(_lifeline);
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Someone tidied the temporary folder before us.
        }
    }
}
