using System.Diagnostics;
using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Forking.Observing;

/// <summary>The observer's view of a child: it talks directly to the observer, while the parent waits or is stopped.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly ParentProcess _parent;
    private readonly Channel _channel;
    private readonly int _pidFd;
    private bool _disposed;

    internal ChildProcess(ParentProcess parent, ForkAnswer forked, int pidFd, Channel channel, OutputFile output) =>
        (_parent, Pid, ForkNanoseconds, _pidFd, _channel, Output) = (parent, forked.Pid, forked.Nanoseconds, pidFd, channel, output);

    /// <summary>The child's PID.</summary>
    public int Pid { get; }

    /// <summary>How long fork() took in the parent, in nanoseconds by its own clock; null when the parent does not say.</summary>
    public long? ForkNanoseconds { get; }

    /// <summary>What the child prints.</summary>
    public OutputFile Output { get; }

    /// <summary>How the child ended; null while it waits or runs.</summary>
    public Outcome? Ended { get; private set; }

    /// <summary>False once it has ended, even when no request has been sent since.</summary>
    public bool IsThere
    {
        get
        {
            if (_disposed || Ended is not null) return false;
            Span<LibC.PollFd> child = [new() { Fd = _pidFd, Events = LibC.POLLIN }];
            return !LibC.Poll(child, milliseconds: 0);
        }
    }

    internal async Task AwaitReadyAsync(TimeSpan limit, CancellationToken cancel)
    {
        var (line, outcome) = await ConverseAsync("starting", null, limit, cancel).ConfigureAwait(false);
        if (line == Ready.OfChild) return;
        outcome ??= Ended = await KillAsync(new ProtocolBroken(Role.Child, "starting", line!)).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
        throw new ProcessFailedException(outcome);
    }

    /// <summary>Sends one request and waits for its answer. A child that ends instead, or whose code fails, is an outcome, not an exception.</summary>
    /// <param name="doing">What the child is doing: "running 'iterate'".</param>
    /// <param name="request">One of <see cref="Request"/>.</param>
    /// <param name="limit">How long it may take; afterwards the child is ended.</param>
    /// <param name="cancel">Ends the waiting and the child.</param>
    /// <returns>The answer when the request was completed, else null; and how it ended.</returns>
    public async Task<(Answer? Answer, Outcome Outcome)> AskAsync(string doing, string request, TimeSpan limit, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Ended is not null) return (null, Ended);
        var (line, outcome) = await ConverseAsync(doing, request, limit, cancel).ConfigureAwait(false);
        if (outcome is not null) return (null, outcome);
        if (Answer.Read(line!) is not { } answer) return (null, Ended = await KillAsync(new ProtocolBroken(Role.Child, doing, line!)).ConfigureAwait(false));
        return answer.Error is { } error ? (null, new Raised(Role.Child, doing, error)) : (answer, new Completed(Role.Child, doing));
    }

    /// <summary>How child or parent ended, when one of them turned out to be gone between two answers.</summary>
    /// <param name="doing">What the child was about: "running 'iterate'".</param>
    public async Task<Outcome> FindEndAsync(string doing)
    {
        Span<LibC.PollFd> parent = [new() { Fd = _parent.PidFd, Events = LibC.POLLIN }];
        return Ended = LibC.Poll(parent, milliseconds: 0)
            ? await LoseParentAsync(doing).ConfigureAwait(false)
            : Explain(await _parent.ReapAsync(Pid, doing).ConfigureAwait(false));
    }

    /// <summary>Asks the child to exit and waits briefly; the parent reaps it.</summary>
    public async Task QuitAsync()
    {
        _channel.Send(Request.Quit);
        var left = await _channel.AskAsync(null, watched: -1, TimeLimits.Leave, CancellationToken.None).ConfigureAwait(false);
        if (left.What == Received.TimeUp || !await HasLeftAsync().ConfigureAwait(false)) LibC.Send(_pidFd, LibC.SIGKILL);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        if (Ended is null)
        {
            await QuitAsync().ConfigureAwait(false);
            Ended = await _parent.ReapAsync(Pid, "leaving").ConfigureAwait(false);
            // A parent that is gone cannot reap the child, and the orphan must not live on.
            if (Ended.Role == Role.Parent) LibC.Send(_pidFd, LibC.SIGKILL);
        }

        _parent.Forget(this);
        LibC.Close(_pidFd);
        _channel.Dispose();
        SessionFolder.RemoveFile(Output.Path);
    }

    /// <summary>A line, or how the child ended.</summary>
    private async Task<(string? Line, Outcome? Outcome)> ConverseAsync(string doing, string? request, TimeSpan limit, CancellationToken cancel)
    {
        try
        {
            var (what, line) = await _channel.AskAsync(request, _parent.PidFd, limit, cancel).ConfigureAwait(false);
            if (what == Received.Line) return (line, null);
            return (null, Ended = what switch
            {
                Received.TimeUp => await KillAsync(new TimedOut(Role.Child, doing, limit)).ConfigureAwait(false),
                Received.Unasked => await KillAsync(new ProtocolBroken(Role.Child, doing, line) { IsUnasked = true }).ConfigureAwait(false),
                Received.Endless => await KillAsync(new ProtocolBroken(Role.Child, doing, line) { IsEndless = true }).ConfigureAwait(false),
                Received.WatchedIsGone => await LoseParentAsync(doing).ConfigureAwait(false),
                _ when await HasLeftAsync().ConfigureAwait(false) => Explain(await _parent.ReapAsync(Pid, doing).ConfigureAwait(false)),
                _ => await KillAsync(new ProtocolBroken(Role.Child, doing, "end of file")).ConfigureAwait(false),
            });
        }
        catch (OperationCanceledException)
        {
            Ended = await KillAsync(new Cancelled(Role.Child, doing)).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>False when it lives on after it has closed its end: the parent would wait for it for ever.</summary>
    private Task<bool> HasLeftAsync() => Task.Run(() =>
    {
        Span<LibC.PollFd> child = [new() { Fd = _pidFd, Events = LibC.POLLIN }];
        var clock = Stopwatch.StartNew();
        // A signal to this process ends a poll early.
        while (clock.Elapsed < TimeLimits.Leave)
            if (LibC.Poll(child, (int)TimeLimits.Leave.TotalMilliseconds)) return true;
        return false;
    });

    private async Task<Outcome> KillAsync(Outcome outcome)
    {
        LibC.Send(_pidFd, LibC.SIGKILL);
        await _parent.ReapAsync(Pid, outcome.Doing).ConfigureAwait(false);
        return outcome;
    }

    private async Task<Outcome> LoseParentAsync(string doing)
    {
        LibC.Send(_pidFd, LibC.SIGKILL);
        var outcome = await _parent.EndAsync(doing).ConfigureAwait(false);
        return outcome with { Doing = $"the child was {doing}" };
    }

    /// <summary>What such a signal means, according to the parent's description.</summary>
    private Outcome Explain(Outcome outcome)
    {
        if (outcome is not Killed killed) return outcome;
        var said = Output.Tail();
        var death = _parent.Description.Deaths.FirstOrDefault(death => death.Signal == killed.Signal.Number && said.Contains(death.Said, StringComparison.Ordinal));
        return death is null ? outcome : killed with { Meaning = death.Meaning };
    }
}
