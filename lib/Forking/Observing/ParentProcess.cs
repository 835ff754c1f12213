using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Forking.Observing;

/// <summary>
/// The observer's view of a parent: start, ask, fork, stop while a child is measured, end. Disposing it ends every child it forked and then the parent,
/// gracefully where possible; only processes that this object started are killed. One request at a time.
/// </summary>
public sealed class ParentProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly int _pidFd, _lifeline;
    private readonly Channel _channel;
    private readonly LastWords _lastWords = new();
    private readonly Task _listening;
    private readonly List<ChildProcess> _children = [];
    private int _forks;
    private bool _stopped, _disposed;

    private ParentProcess(ParentCommand command, string folder)
    {
        Folder = folder;
        try
        {
            Output = new OutputFile(Path.Combine(folder, Protocol.OutputName));
            var lifeline = Path.Combine(folder, Protocol.LifelineName);
            LibC.MakeFifo(lifeline);
            _lifeline = LibC.Open(lifeline, LibC.O_RDWR);
            _channel = new Channel(Path.Combine(folder, Protocol.RequestsName), Path.Combine(folder, Protocol.AnswersName));
        }
        catch (Exception error) when (error is LibCException or SessionFolderException)
        {
            if (_lifeline > 0) LibC.Close(_lifeline);
            SessionFolder.Remove(folder);
            throw error as SessionFolderException ?? new SessionFolderException(error);
        }

        try
        {
            _process = Start(command, folder);
            _pidFd = LibC.OpenPidFd(_process.Id);
        }
        catch (LibCException error) when (error.Errno != LibC.ESRCH)
        {
            Release();
            _process!.Kill(entireProcessTree: true);
            throw new SessionFolderException(error);
        }
        catch (LibCException)
        {
            // It ended, and was reaped, before its pidfd could be opened.
            Release();
            _process!.WaitForExit();
            throw new ParentNotStartedException(command, Cause($"ended at once with exit code {_process.ExitCode}", LastWords.SummaryOf(_process.StandardError.ReadToEnd())));
        }
        catch (Win32Exception error)
        {
            Release();
            throw new ParentNotStartedException(command, Directory.Exists(command.Program) ? "is a folder, not a program" : $"could not be started: {LibC.Describe(error.NativeErrorCode)}");
        }

        _listening = Task.WhenAll(_lastWords.CollectAsync(_process.StandardError), _lastWords.CollectAsync(_process.StandardOutput));
    }

    /// <summary>What the parent says of itself.</summary>
    public Ready Description { get; private set; } = null!;

    /// <summary>The folder of this session, for files that parent and children read.</summary>
    public string Folder { get; }

    /// <summary>What the parent prints.</summary>
    public OutputFile Output { get; }

    /// <summary>How the parent ended, or why it was ended; null while it waits or runs.</summary>
    public Outcome? Ended { get; private set; }

    /// <summary>The pidfd that a waiting child's channel watches: a child is useless without its parent.</summary>
    internal int PidFd => _pidFd;

    /// <summary>Starts a parent and waits until it is ready.</summary>
    /// <param name="command">What to start.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancel">Ends the waiting; nothing is left behind.</param>
    /// <exception cref="SessionFolderException">There is no room for the files of the session.</exception>
    /// <exception cref="ParentNotStartedException">It cannot be started, ends early, or answers something other than "ready".</exception>
    public static async Task<ParentProcess> StartAsync(ParentCommand command, TimeSpan limit, CancellationToken cancel = default)
    {
        var parent = new ParentProcess(command, SessionFolder.Create());
        try
        {
            var line = await parent.ConverseAsync("starting", null, limit, cancel).ConfigureAwait(false);
            var description = Ready.Read(line) ?? throw new ParentNotStartedException(command, "did not answer as a parent should");
            // It could neither be stopped nor measured.
            if (description.Pid != parent._process.Id)
                throw new ParentNotStartedException(command, $"says that it is process {description.Pid}, but the one that was started is another: a script that starts a parent must end with exec");
            parent.Description = description;
            parent._channel.Unlink();
            return parent;
        }
        catch (ProcessFailedException failure)
        {
            await parent.DisposeAsync().ConfigureAwait(false);
            var words = await parent.LastWordsAsync().ConfigureAwait(false);
            var cause = failure.Outcome switch
            {
                Exited exited => $"ended at once with exit code {exited.Code}",
                Killed killed => $"was killed by {killed.Signal} while starting",
                _ => "did not answer as a parent should",
            };
            throw new ParentNotStartedException(command, Cause(cause, words));
        }
        catch
        {
            await parent.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends one request and waits for its answer, which may be an error. A stopped parent is continued first.</summary>
    /// <param name="doing">For error messages: "allocating boxed-integers".</param>
    /// <param name="request">One of <see cref="Request"/>.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancel">Ends the waiting, and with it the parent: its late answer would be read as the one to the next request.</param>
    /// <exception cref="ProcessFailedException">The parent has ended, answered nonsense, or took too long: it is of no use afterwards, and was ended.</exception>
    public async Task<Answer> AskAsync(string doing, string request, TimeSpan limit, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancel.ThrowIfCancellationRequested();
        if (Ended is not null) throw new ProcessFailedException(Ended);
        Continue();
        var line = await ConverseAsync(doing, request, limit, cancel).ConfigureAwait(false);
        return Answer.Read(line) ?? throw End(new ProtocolBroken(Role.Parent, doing, line));
    }

    /// <summary>Has the parent fork, and waits until the child is ready for its first cell.</summary>
    /// <exception cref="ProcessFailedException">The parent ended, refused, or took too long; or the child ended at once.</exception>
    public async Task<ChildProcess> ForkAsync(TimeSpan limit, CancellationToken cancel)
    {
        const string doing = "forking";
        var number = ++_forks;
        var channel = new Channel(Path.Combine(Folder, $"to-{number}"), Path.Combine(Folder, $"from-{number}"));
        ChildProcess? child = null;
        try
        {
            var output = new OutputFile(Path.Combine(Folder, $"output-{number}"));
            // Whoever cancels waits for fork(), and then ends the child alone: a parent that was left in the middle of an answer would have to be ended too.
            var answer = await AskAsync(doing, Request.Fork(channel.RequestsPath, channel.AnswersPath, output.Path), limit, CancellationToken.None).ConfigureAwait(false);
            if (answer.Error is { } why) throw new ProcessFailedException(new Refused(Role.Parent, doing, why));
            var forked = ForkAnswer.Read(answer) ?? throw End(new ProtocolBroken(Role.Parent, doing, "no pid"));
            child = await ChildAsync(forked, channel, output, doing).ConfigureAwait(false);
            _children.Add(child);
            channel.Unlink();
            await child.AwaitReadyAsync(limit, cancel).ConfigureAwait(false);
            return child;
        }
        catch
        {
            if (child is not null) await child.DisposeAsync().ConfigureAwait(false);
            channel.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Sends SIGSTOP: none of the parent's threads writes any more, until <see cref="Continue"/> or the next request. It takes a moment to take effect:
    /// see /proc/PID/task/TID/stat.
    /// </summary>
    public void Stop()
    {
        _stopped = true;
        LibC.Send(_pidFd, LibC.SIGSTOP);
    }

    /// <summary>Sends SIGCONT to a parent that was stopped.</summary>
    public void Continue()
    {
        if (_stopped && !_disposed) LibC.Send(_pidFd, LibC.SIGCONT);
        _stopped = false;
    }

    /// <summary>The child, of which only the kernel is believed that it is one: it will be sent signals.</summary>
    private async Task<ChildProcess> ChildAsync(ForkAnswer forked, Channel channel, OutputFile output, string doing)
    {
        int pidFd;
        try
        {
            // The parent reaps only when asked, so this PID is still this child, dead or alive.
            pidFd = LibC.OpenPidFd(forked.Pid);
        }
        catch (LibCException error) when (error.Errno is LibC.EMFILE or LibC.ENFILE)
        {
            throw new SessionFolderException(error);
        }
        catch (LibCException)
        {
            throw End(new ProtocolBroken(Role.Parent, doing, $"pid={forked.Pid}"));
        }

        if (ParentOf(forked.Pid) == _process.Id) return new ChildProcess(this, forked, pidFd, channel, output);
        LibC.Close(pidFd);
        Span<LibC.PollFd> parent = [new() { Fd = _pidFd, Events = LibC.POLLIN }];
        var isGone = LibC.Poll(parent, milliseconds: 0);
        throw isGone ? new ProcessFailedException(await EndAsync(doing).ConfigureAwait(false)) : End(new ProtocolBroken(Role.Parent, doing, $"pid={forked.Pid}, which is no child of it"));
    }

    // The field after the state, which follows the last bracket (proc_pid_stat(5)); null when it is gone.
    private static int? ParentOf(int pid)
    {
        try
        {
            return int.Parse(File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].Split(' ')[2], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>How a child ended, as its parent reports it; when the parent has ended too, its end is the outcome.</summary>
    internal async Task<Outcome> ReapAsync(int pid, string doing)
    {
        try
        {
            var answer = await AskAsync(doing, Request.Reap(pid), TimeLimits.Reap, CancellationToken.None).ConfigureAwait(false);
            if (answer.Error is { } error) return new Raised(Role.Parent, $"waiting for the child, which was {doing}", error);
            var (exit, signal) = ReapAnswer.Read(answer);
            return signal is { } number ? new Killed(Role.Child, doing, new Signal(number)) : new Exited(Role.Child, doing, exit);
        }
        catch (ProcessFailedException failure)
        {
            return failure.Outcome with { Doing = $"the child was {doing}" };
        }
    }

    /// <summary>How the parent ended, when it turned out to be gone.</summary>
    /// <param name="doing">What it was doing: "running 'iterate'".</param>
    public async Task<Outcome> EndAsync(string doing)
    {
        if (Ended is not null) return Ended;
        using var limit = new CancellationTokenSource(TimeLimits.Leave);
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return End(new ProtocolBroken(Role.Parent, doing, "end of file")).Outcome;
        }

        // System.Diagnostics.Process reports a signal as 128 plus its number, as shells do.
        var code = _process.ExitCode;
        return Ended = code is > 128 and < 128 + 65 ? new Killed(Role.Parent, doing, new Signal(code - 128)) : new Exited(Role.Parent, doing, code);
    }

    internal void Forget(ChildProcess child) => _children.Remove(child);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        foreach (var child in _children.ToArray()) await child.DisposeAsync().ConfigureAwait(false);
        Continue();
        _disposed = true;
        // At the end of its requests the parent exits by itself; when the lifeline closes, the kernel kills what is left of its group.
        _channel.Dispose();
        using (var limit = new CancellationTokenSource(TimeLimits.Leave))
        {
            try
            {
                // A process that never became ready does not know that it should exit.
                if (Description is null) _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                LibC.Send(_pidFd, LibC.SIGKILL);
                await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        // Its last words first. Disposing a process leaves the streams open that were asked for.
        await Task.WhenAny(_listening, Task.Delay(TimeLimits.Leave / 4)).ConfigureAwait(false);
        _process.StandardError.Dispose();
        _process.StandardOutput.Dispose();
        _process.Dispose();
        LibC.Close(_pidFd);
        Release();
    }

    private static string Cause(string what, string said) => said.Length == 0 ? what : $"{what}, saying '{said}'";

    private static Process Start(ParentCommand command, string folder)
    {
        var start = new ProcessStartInfo(command.Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.WorkingFolder,
        };
        foreach (var argument in command.Arguments.Append(folder)) start.ArgumentList.Add(argument);
        command.Adapt(start.Environment);
        foreach (var name in command.FolderVariables) start.Environment[name] = folder;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Ends a parent that cannot be relied on: a late answer would be read as the one to the next request.</summary>
    private ProcessFailedException End(Outcome outcome)
    {
        LibC.Send(_pidFd, LibC.SIGKILL);
        return new(Ended = outcome);
    }

    private async Task<string> ConverseAsync(string doing, string? request, TimeSpan limit, CancellationToken cancel)
    {
        try
        {
            var (what, line) = await _channel.AskAsync(request, _pidFd, limit, cancel).ConfigureAwait(false);
            return what switch
            {
                Received.Line => line,
                Received.TimeUp => throw End(new TimedOut(Role.Parent, doing, limit)),
                Received.Unasked => throw End(new ProtocolBroken(Role.Parent, doing, line) { IsUnasked = true }),
                Received.Endless => throw End(new ProtocolBroken(Role.Parent, doing, line) { IsEndless = true }),
                _ => throw new ProcessFailedException(await EndAsync(doing).ConfigureAwait(false), await LastWordsAsync().ConfigureAwait(false)),
            };
        }
        catch (OperationCanceledException)
        {
            End(new Cancelled(Role.Parent, doing));
            throw;
        }
    }

    /// <summary>The last output of the ended process; a child that still holds its standard error open does not delay this.</summary>
    private async Task<string> LastWordsAsync()
    {
        await Task.WhenAny(_listening, Task.Delay(TimeLimits.Leave / 4)).ConfigureAwait(false);
        return _lastWords.Summary is { Length: > 0 } said ? said : LastWords.SummaryOf(Output.Tail());
    }

    private void Release()
    {
        _channel.Dispose();
        LibC.Close(_lifeline);
        SessionFolder.Remove(Folder);
    }
}
