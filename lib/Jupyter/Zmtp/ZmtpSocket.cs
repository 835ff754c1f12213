using System.Net;
using System.Net.Sockets;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Jupyter.Zmtp;

/// <summary>
/// A bound ZeroMQ socket for any number of peers, over tcp or ipc (a Unix domain socket), as in libzmq.
/// </summary>
internal sealed class ZmtpSocket : IAsyncDisposable
{
    // Front ends subscribe to everything, by one empty prefix.
    private const int MostSubscriptions = 100, LongestPrefix = 1000;

    // A browser with a hundred tabs has fewer.
    private const int MostConnections = 500;

    private readonly string _type;
    private readonly string _name;
    private readonly Action<string> _log;
    private readonly Socket _listener;
    private readonly string? _file;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _guard = new();
    private readonly List<ZmtpConnection> _connections = [];
    private readonly List<Task> _running = [];
    private volatile bool _disposed;

    /// <param name="name">For the log: <c>shell</c>.</param>
    /// <param name="type">The ZeroMQ type: <c>ROUTER</c>, <c>PUB</c> or <c>REP</c>.</param>
    /// <param name="endpoint">Where to listen.</param>
    /// <param name="log">Receives messages about misbehaving peers.</param>
    /// <exception cref="SocketException">The address is in use or not local, or there is none of that name.</exception>
    public ZmtpSocket(string name, string type, EndPoint endpoint, Action<string> log)
    {
        (_name, _type, _log) = (name, type, log);
        if (endpoint is DnsEndPoint named) endpoint = new IPEndPoint(Dns.GetHostAddresses(named.Host).FirstOrDefault() ?? throw new SocketException((int)SocketError.HostNotFound), named.Port);
        _file = endpoint is UnixDomainSocketEndPoint ? endpoint.ToString() : null;
        // A socket file outlives its process; like libzmq, this replaces it.
        if (_file is not null) File.Delete(_file);
        _listener = new Socket(endpoint.AddressFamily, SocketType.Stream, _file is null ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            _listener.Bind(endpoint);
            _listener.Listen(128);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }
    }

    /// <summary>Starts to accept peers and messages.</summary>
    /// <param name="received">Receives each message; for each peer one at a time.</param>
    public void Start(Action<ZmtpConnection, IReadOnlyList<byte[]>> received) => _ = AcceptAsync(received);

    /// <summary>Sends a message to every peer that has subscribed to its first frame.</summary>
    public void Publish(IReadOnlyList<byte[]> frames)
    {
        var message = ZmtpFraming.Encode(frames);
        List<ZmtpConnection> peers;
        lock (_guard) peers = [.. _connections.Where(peer => peer.Subscriptions.Any(prefix => frames[0].AsSpan().StartsWith(prefix)))];
        foreach (var peer in peers) peer.Send(message);
    }

    /// <summary>Sends a message to the front end that a peer of another socket belongs to: it names itself to both by the same identity.</summary>
    /// <returns>False when that front end is not connected to this socket.</returns>
    public bool Send(ZmtpConnection other, byte[] message)
    {
        ZmtpConnection? peer;
        lock (_guard)
        {
            // Without an identity only one front end can be told from the others: the only one.
            peer = other.Identity.Length > 0
                ? _connections.LastOrDefault(known => known.Identity.AsSpan().SequenceEqual(other.Identity))
                : _connections is [var only] ? only : null;
        }
        peer?.Send(message);
        return peer is not null;
    }

    /// <summary>Handles a message of a PUB socket's peer: a byte 1 (subscribe) or 0 (cancel), then the prefix.</summary>
    /// <exception cref="InvalidDataException">It subscribes to more than any front end does. Nothing of this is signed.</exception>
    public void Subscribe(ZmtpConnection peer, IReadOnlyList<byte[]> frames)
    {
        if (frames is not [[0 or 1, ..] request]) return;
        lock (_guard)
        {
            if (request[0] == 1 && (peer.Subscriptions.Count == MostSubscriptions || request.Length > LongestPrefix)) throw new InvalidDataException("it subscribes to too much");
            if (request[0] == 1) peer.Subscriptions.Add(request[1..]);
            else if (peer.Subscriptions.FindIndex(prefix => prefix.AsSpan().SequenceEqual(request.AsSpan(1))) is >= 0 and var index) peer.Subscriptions.RemoveAt(index);
        }
    }

    /// <summary>Sends the queued messages, for <see cref="TimeLimits.Close"/> at most, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        _listener.Dispose();
        List<ZmtpConnection> peers;
        lock (_guard) peers = [.. _connections];
        using var limit = new CancellationTokenSource(TimeLimits.Close);
        foreach (var peer in peers)
        {
            try
            {
                await peer.DrainAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                // The peer does not read, so it loses the rest.
            }
        }
        await _closing.CancelAsync();
        Task[] tasks;
        lock (_guard) tasks = [.. _running];
        await Task.WhenAll(tasks);
        if (_file is not null) File.Delete(_file);
        _closing.Dispose();
    }

    private async Task AcceptAsync(Action<ZmtpConnection, IReadOnlyList<byte[]>> received)
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_closing.Token);
                if (_file is null) socket.NoDelay = true;
                if (CountConnections() >= MostConnections)
                {
                    socket.Dispose();
                    _log($"A connection to the {_name} socket was closed: there are {MostConnections} already.");
                    continue;
                }

                var task = ServeAsync(socket, received);
                lock (_guard)
                {
                    _running.RemoveAll(done => done.IsCompleted);
                    _running.Add(task);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            if (!_disposed) _log($"The {_name} socket takes no more connections: {error.Message}");
        }
    }

    private int CountConnections()
    {
        lock (_guard) return _connections.Count;
    }

    private async Task ServeAsync(Socket socket, Action<ZmtpConnection, IReadOnlyList<byte[]>> received)
    {
        using var peer = new ZmtpConnection(new NetworkStream(socket, ownsSocket: true));
        lock (_guard) _connections.Add(peer);
        try
        {
            await peer.RunAsync(_type, received, _closing.Token);
        }
        catch (InvalidDataException error)
        {
            _log($"A connection to the {_name} socket was closed: {error.Message}.");
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The peer left.
        }
        finally
        {
            lock (_guard) _connections.Remove(peer);
        }
    }
}
