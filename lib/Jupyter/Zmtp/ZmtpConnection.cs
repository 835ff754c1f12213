using System.Threading.Channels;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Jupyter.Zmtp;

/// <summary>The connection of a socket to one peer: receives and sends messages.</summary>
internal sealed class ZmtpConnection : IDisposable
{
    // A cell with its outputs, including images, is far below this.
    private const long MostBytes = 64 << 20;
    private const int MostFrames = 1000;

    private readonly Stream _stream;
    private readonly BufferedStream _reading;
    private readonly CancellationTokenSource _closed = new();
    private bool _writing;
    private readonly Channel<byte[]> _outgoing = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(1000) { SingleReader = true });

    /// <param name="stream">To and from the peer; it is closed with the connection.</param>
    public ZmtpConnection(Stream stream)
    {
        _stream = stream;
        _reading = new BufferedStream(_stream, 1 << 16);
    }

    /// <summary>The subscriptions of a PUB socket's peer: prefixes of the first frame. Guarded by the socket.</summary>
    public List<byte[]> Subscriptions { get; } = [];

    /// <summary>What the peer calls itself, the same on each of its sockets; empty when it does not.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>Performs the greeting, then passes each message of the peer to <paramref name="received"/> until it is gone.</summary>
    /// <exception cref="InvalidDataException">The peer violates the protocol.</exception>
    public async Task RunAsync(string socketType, Action<ZmtpConnection, IReadOnlyList<byte[]>> received, CancellationToken cancel)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancel, _closed.Token);
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(gone.Token))
        {
            limit.CancelAfter(TimeLimits.Greeting);
            await ZmtpFraming.GreetAsync(_stream, limit.Token);
            await _stream.WriteAsync(ZmtpFraming.Ready(socketType), limit.Token);
            var ready = await ZmtpFraming.ReadAsync(_reading, MostBytes, limit.Token);
            if (!ZmtpFraming.IsReady(ready)) throw new InvalidDataException("it does not say READY");
            Identity = ZmtpFraming.Identity(ready);
        }
        var sending = SendAsync(gone.Token);
        try
        {
            while (true) received(this, await ReadMessageAsync(gone.Token));
        }
        finally
        {
            Close();
            await sending;
        }
    }

    /// <summary>Sends a message, in the order of the calls. Does nothing when the peer is gone.</summary>
    public void Send(byte[] message)
    {
        if (_outgoing.Writer.TryWrite(message)) return;
        try
        {
            // The queue is full: the cell waits for the peer to read.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
            limit.CancelAfter(TimeLimits.Unread);
            _outgoing.Writer.WriteAsync(message, limit.Token).AsTask().Wait(CancellationToken.None);
        }
        catch (Exception error) when (error is AggregateException or ObjectDisposedException)
        {
            Close();
        }
    }

    /// <summary>Waits until all messages have been sent to the peer, or <paramref name="cancel"/>.</summary>
    public async Task DrainAsync(CancellationToken cancel)
    {
        while (!_closed.IsCancellationRequested && (_outgoing.Reader.Count > 0 || Volatile.Read(ref _writing))) await Task.Delay(5, cancel);
    }

    public void Dispose()
    {
        Close();
        _reading.Dispose();
        _stream.Dispose();
        _closed.Dispose();
    }

    private void Close()
    {
        _outgoing.Writer.TryComplete();
        try
        {
            _closed.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Gone already.
        }
    }

    private async Task<IReadOnlyList<byte[]>> ReadMessageAsync(CancellationToken cancel)
    {
        var frames = new List<byte[]>();
        var left = MostBytes;
        while (true)
        {
            var frame = await ZmtpFraming.ReadAsync(_reading, left, cancel);
            // Commands such as PING belong to ZMTP 3.1, which a peer does not use with a 3.0 socket.
            if (frame.IsCommand) continue;
            frames.Add(frame.Body);
            left -= frame.Body.Length;
            if (!frame.HasMore) return frames;
            if (frames.Count == MostFrames) throw new InvalidDataException($"its message has more than {MostFrames} frames");
        }
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        try
        {
            while (await _outgoing.Reader.WaitToReadAsync(cancel))
            {
                Volatile.Write(ref _writing, true);
                while (_outgoing.Reader.TryRead(out var message)) await _stream.WriteAsync(message, cancel);
                Volatile.Write(ref _writing, false);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            Close();
        }
    }
}
