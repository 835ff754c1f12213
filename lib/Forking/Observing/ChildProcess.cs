using System.Text;

namespace CowNotebooks.Forking.Observing;

/// <summary>A child as the observer holds it: it talks straight to the observer, while the parent stays parked.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly ParentProcess _parent;
    private readonly Channel _channel;
    private readonly int _pidFd;
    private bool _disposed;

    internal ChildProcess(ParentProcess parent, int pid, Channel channel)
    {
        (_parent, Pid, _channel) = (parent, pid, channel);
        // The parent reaps only when asked, so this PID is still this child, dead or alive.
        _pidFd = LibC.OpenPidFd(pid);
    }

    /// <summary>The child's PID.</summary>
    public int Pid { get; }

    /// <summary>How the child ended; null while it waits for a slice or runs one.</summary>
    public Outcome? Ended { get; private set; }

    internal async Task AwaitReadyAsync(TimeSpan limit, CancellationToken cancel)
    {
        var outcome = await AwaitAsync(Protocol.ChildReady, "starting", limit, cancel).ConfigureAwait(false);
        if (outcome.IsCompleted) outcome = await RunSliceAsync(Protocol.WarmUp, 0, 1, limit, cancel).ConfigureAwait(false);
        if (outcome.IsCompleted) return;
        await DisposeAsync().ConfigureAwait(false);
        throw new ProcessFailedException(outcome);
    }

    /// <summary>Runs one slice and waits until it is acknowledged. A child that ends instead is a named outcome, not an exception.</summary>
    /// <param name="workload">The workload's name, as the parent's runtime knows it.</param>
    /// <param name="slice">Which slice, from 0.</param>
    /// <param name="slices">Of how many.</param>
    /// <param name="limit">How long it may take; afterwards the child is ended.</param>
    /// <param name="cancel">Ends the waiting and the child.</param>
    public async Task<Outcome> RunSliceAsync(string workload, int slice, int slices, TimeSpan limit, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Ended is not null) return Ended;
        var request = Protocol.SliceRequest(workload, slice, slices);
        if (request.Length > Protocol.MaxSliceRequest) throw new ArgumentException($"The workload's name is too long: '{workload}'.", nameof(workload));
        _channel.Send(request);
        return await AwaitAsync(Protocol.SliceDone, $"running '{workload}'", limit, cancel).ConfigureAwait(false);
    }

    /// <summary>How child or parent ended, when one of them was found to be gone between two slices.</summary>
    /// <param name="doing">What the child was about: "running 'iterate'".</param>
    public async Task<Outcome> FindEndAsync(string doing)
    {
        Span<LibC.PollFd> parent = [new() { Fd = _parent.PidFd, Events = LibC.POLLIN }];
        return Ended = LibC.Poll(parent, milliseconds: 0)
            ? await LoseParentAsync(doing).ConfigureAwait(false)
            : await _parent.ReapAsync(Pid, doing).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        if (Ended is null)
        {
            _channel.Send(Protocol.Quit + "\n");
            var left = await _channel.ReceiveAsync(watched: -1, Patience, CancellationToken.None).ConfigureAwait(false);
            if (left.What != Received.End) LibC.Signal(_pidFd, LibC.SIGKILL);
            Ended = await _parent.ReapAsync(Pid, "leaving").ConfigureAwait(false);
            // A parent that is gone cannot reap, and its orphan must not stay.
            if (Ended.Role == Role.Parent) LibC.Signal(_pidFd, LibC.SIGKILL);
        }

        LibC.Close(_pidFd);
        _channel.Dispose();
    }

    private async Task<Outcome> AwaitAsync(byte expected, string doing, TimeSpan limit, CancellationToken cancel)
    {
        try
        {
            var (what, bytes) = await _channel.ReceiveAsync(_parent.PidFd, limit, cancel).ConfigureAwait(false);
            if (what == Received.Bytes && bytes.Length == 1 && bytes[0] == expected) return new Outcome(OutcomeKind.Completed, Role.Child, doing, "");
            return Ended = what switch
            {
                Received.Bytes when bytes[0] == Protocol.SliceFailed => await EndAsync(OutcomeKind.Refused, doing, Encoding.UTF8.GetString(bytes.AsSpan(1))).ConfigureAwait(false),
                Received.Bytes => await EndAsync(OutcomeKind.ProtocolBroken, doing, Encoding.UTF8.GetString(bytes)).ConfigureAwait(false),
                Received.TimeUp => await EndAsync(OutcomeKind.TimedOut, doing, $"{limit.TotalSeconds:0.#} s").ConfigureAwait(false),
                Received.WatchedIsGone => await LoseParentAsync(doing).ConfigureAwait(false),
                _ => await _parent.ReapAsync(Pid, doing).ConfigureAwait(false),
            };
        }
        catch (OperationCanceledException)
        {
            Ended = await EndAsync(OutcomeKind.TimedOut, doing, "the caller's patience").ConfigureAwait(false);
            throw;
        }
    }

    private async Task<Outcome> EndAsync(OutcomeKind kind, string doing, string detail)
    {
        LibC.Signal(_pidFd, LibC.SIGKILL);
        await _parent.ReapAsync(Pid, doing).ConfigureAwait(false);
        return new Outcome(kind, Role.Child, doing, detail);
    }

    private async Task<Outcome> LoseParentAsync(string doing)
    {
        LibC.Signal(_pidFd, LibC.SIGKILL);
        var outcome = await _parent.EndAsync(doing).ConfigureAwait(false);
        return outcome with { Doing = $"the child was {doing}" };
    }
}
