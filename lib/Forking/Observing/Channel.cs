using System.Diagnostics;
using System.Text;

namespace CowNotebooks.Forking.Observing;

/// <summary>How waiting for an answer ended.</summary>
internal enum Received
{
    /// <summary>With a line.</summary>
    Line,

    /// <summary>The peer has closed its end, or is gone.</summary>
    End,

    /// <summary>The other process that was watched is gone.</summary>
    WatchedIsGone,

    /// <summary>Nothing came in time.</summary>
    TimeUp,

    /// <summary>A line was there before the request: it answers none, and was taken.</summary>
    Unasked,

    /// <summary>More than a line may have, and no end of it; what comes back is its beginning.</summary>
    Endless,
}

/// <summary>
/// The observer's end of a pair of FIFOs, for requests and answers. Opening never blocks: the requests are opened for reading and writing, the answers
/// non-blocking, so the peers may open their ends in any order; end of file means that the peer is gone. Writing never blocks either: a peer may be stopped.
/// </summary>
internal sealed class Channel : IDisposable
{
    private const int SlowPoll = 100;

    /// <summary>
    /// The most bytes of a line, 256 MB, so that a process that never ends its line does not take the memory of this one. The longest answer of ours tells
    /// where each object lies: 20 bytes for one that has no neighbour, so ten million of them.
    /// </summary>
    private const int MostBytes = 1 << 28;
    private const int Beginning = 1000;
    private readonly int _requests, _answers;
    private readonly byte[] _buffer = new byte[65536];
    private readonly MemoryStream _unread = new();
    private bool _disposed;

    public Channel(string requestsPath, string answersPath)
    {
        (RequestsPath, AnswersPath, _answers, _requests) = (requestsPath, answersPath, -1, -1);
        try
        {
            LibC.MakeFifo(requestsPath);
            LibC.MakeFifo(answersPath);
            _answers = LibC.Open(answersPath, LibC.O_RDONLY | LibC.O_NONBLOCK);
            _requests = LibC.Open(requestsPath, LibC.O_RDWR | LibC.O_NONBLOCK);
        }
        catch (LibCException error)
        {
            Dispose();
            throw new SessionFolderException(error);
        }
    }

    public string RequestsPath { get; }

    public string AnswersPath { get; }

    /// <summary>Removes the names; both sides have opened them.</summary>
    public void Unlink()
    {
        SessionFolder.RemoveFile(RequestsPath);
        SessionFolder.RemoveFile(AnswersPath);
    }

    /// <summary>Sends a request that needs no answer, if there is room for it.</summary>
    public void Send(string request) => LibC.WriteSome(_requests, Encoding.UTF8.GetBytes(request));

    /// <summary>Sends a request and waits for a line, in a thread of the pool, so that the caller (a Jupyter kernel) stays responsive.</summary>
    /// <param name="request">The request; null to wait for a line that comes by itself.</param>
    /// <param name="watched">A pidfd whose process is needed for the answer; -1 for none.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancel">Ends the waiting with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>How it ended, and the line without its newline.</returns>
    public Task<(Received What, string Line)> AskAsync(string? request, int watched, TimeSpan limit, CancellationToken cancel) =>
        Task.Run(() => Ask(request, watched, limit, cancel), cancel);

    private (Received, string) Ask(string? request, int watched, TimeSpan limit, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        if (request is not null)
        {
            if (TakeUnasked() is { } line) return (Received.Unasked, line);
            var bytes = Encoding.UTF8.GetBytes(request);
            for (var sent = LibC.WriteSome(_requests, bytes); sent < bytes.Length; sent += LibC.WriteSome(_requests, bytes.AsSpan(sent)))
                if (Await(_requests, LibC.POLLOUT, watched, clock, limit, cancel) is { } end) return (end, "");
        }

        while (true)
        {
            if (Await(_answers, LibC.POLLIN, watched, clock, limit, cancel) is { } end) return (end, "");
            if (LibC.Read(_answers, _buffer) is not (> 0 and var count)) return (Received.End, "");
            _unread.Write(_buffer, 0, count);
            if (_buffer[count - 1] == '\n') return (Received.Line, TakeUnread());
            if (_unread.Length <= MostBytes) continue;
            _unread.SetLength(Beginning);
            return (Received.Endless, TakeUnread());
        }
    }

    /// <summary>Null when the descriptor is ready, or why it will not be.</summary>
    private static Received? Await(int descriptor, short events, int watched, Stopwatch clock, TimeSpan limit, CancellationToken cancel)
    {
        Span<LibC.PollFd> descriptors = [new() { Fd = descriptor, Events = events }, new() { Fd = watched, Events = LibC.POLLIN }];
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            // What is there is taken even then: it may have been this process that was stopped meanwhile.
            var left = limit - clock.Elapsed;
            if (LibC.Poll(descriptors, (int)Math.Clamp(left.TotalMilliseconds, 0, SlowPoll)))
            {
                if ((descriptors[0].Revents & events) != 0) return null;
                return descriptors[0].Revents != 0 ? Received.End : Received.WatchedIsGone;
            }

            if (left <= TimeSpan.Zero) return Received.TimeUp;
        }
    }

    /// <summary>A line that nobody has asked for would be taken for the answer to the next request.</summary>
    private string? TakeUnasked()
    {
        Span<LibC.PollFd> answers = [new() { Fd = _answers, Events = LibC.POLLIN }];
        if (_unread.Length == 0 && (!LibC.Poll(answers, milliseconds: 0) || (answers[0].Revents & LibC.POLLIN) == 0)) return null;
        if (_unread.Length == 0) _unread.Write(_buffer, 0, LibC.Read(_answers, _buffer));
        return TakeUnread();
    }

    private string TakeUnread()
    {
        var text = Encoding.UTF8.GetString(_unread.GetBuffer(), 0, (int)_unread.Length);
        _unread.SetLength(0);
        return text.EndsWith('\n') ? text[..^1] : text;
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        LibC.Close(_requests);
        LibC.Close(_answers);
        Unlink();
    }
}
