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
}

/// <summary>
/// The observer's end of a pair of FIFOs, for requests and answers. Opening never blocks: the requests are opened for reading and writing, the answers
/// non-blocking, so the peers may open their ends in any order; end of file means that the peer is gone.
/// </summary>
internal sealed class Channel : IDisposable
{
    private const int SlowPoll = 100;
    private readonly int _requests, _answers;
    private readonly byte[] _buffer = new byte[65536];
    private readonly MemoryStream _unread = new();
    private bool _disposed;

    public Channel(string requestsPath, string answersPath)
    {
        (RequestsPath, AnswersPath) = (requestsPath, answersPath);
        LibC.MakeFifo(requestsPath);
        LibC.MakeFifo(answersPath);
        _answers = LibC.Open(answersPath, LibC.O_RDONLY | LibC.O_NONBLOCK);
        _requests = LibC.Open(requestsPath, LibC.O_RDWR);
    }

    public string RequestsPath { get; }

    public string AnswersPath { get; }

    /// <summary>Removes the names; both sides have opened them.</summary>
    public void Unlink()
    {
        File.Delete(RequestsPath);
        File.Delete(AnswersPath);
    }

    public void Send(string text) => LibC.Write(_requests, Encoding.UTF8.GetBytes(text));

    /// <summary>Waits for a line, in a thread of the pool, so that the caller (a Jupyter kernel) stays responsive.</summary>
    /// <param name="watched">A pidfd whose process is needed for the answer; -1 for none.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancel">Ends the waiting with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>How it ended, and the line without its newline.</returns>
    public Task<(Received What, string Line)> ReceiveAsync(int watched, TimeSpan limit, CancellationToken cancel) =>
        Task.Run(() => Receive(watched, limit, cancel), cancel);

    private (Received, string) Receive(int watched, TimeSpan limit, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        Span<LibC.PollFd> descriptors = [new() { Fd = _answers, Events = LibC.POLLIN }, new() { Fd = watched, Events = LibC.POLLIN }];
        while (clock.Elapsed < limit)
        {
            cancel.ThrowIfCancellationRequested();
            if (!LibC.Poll(descriptors, (int)Math.Clamp((limit - clock.Elapsed).TotalMilliseconds, 1, SlowPoll))) continue;
            if ((descriptors[0].Revents & LibC.POLLIN) != 0 && LibC.Read(_answers, _buffer) is > 0 and var count)
            {
                _unread.Write(_buffer, 0, count);
                if (_buffer[count - 1] != '\n') continue;
                var line = Encoding.UTF8.GetString(_unread.GetBuffer(), 0, (int)_unread.Length - 1);
                _unread.SetLength(0);
                return (Received.Line, line);
            }

            if (descriptors[0].Revents != 0) return (Received.End, "");
            if (descriptors[1].Revents != 0) return (Received.WatchedIsGone, "");
        }

        return (Received.TimeUp, "");
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
