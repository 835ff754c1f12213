using System.Net;
using System.Net.Sockets;

namespace CowNotebooks.Jupyter.Zmtp;

/// <summary>
/// A bound ZeroMQ socket: any number of peers connect to it. tcp and ipc (a Unix domain socket), as libzmq has them.
/// </summary>
internal sealed class ZmtpSocket : IAsyncDisposable
{
    private readonly string type;
    private readonly string name;
    private readonly Action<string> log;
    private readonly Socket listener;
    private readonly string? file;
    private readonly CancellationTokenSource closing = new();
    private readonly Lock guard = new();
    private readonly List<ZmtpConnection> connections = [];
    private readonly List<Task> running = [];
    private volatile bool disposed;

    /// <param name="name">For the log: <c>shell</c>.</param>
    /// <param name="type">The ZeroMQ type: <c>ROUTER</c>, <c>PUB</c> or <c>REP</c>.</param>
    /// <param name="endpoint">Where to listen.</param>
    /// <param name="log">Takes what a person should know of peers that misbehave.</param>
    /// <exception cref="SocketException">The address is in use or not this machine's.</exception>
    public ZmtpSocket(string name, string type, EndPoint endpoint, Action<string> log)
    {
        (this.name, this.type, this.log) = (name, type, log);
        file = endpoint is UnixDomainSocketEndPoint ? endpoint.ToString() : null;
        // A socket file outlives its process; libzmq takes it over as well.
        if (file is not null) File.Delete(file);
        listener = new Socket(endpoint.AddressFamily, SocketType.Stream, file is null ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            listener.Bind(endpoint);
            listener.Listen(128);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Begins to take peers and messages.</summary>
    /// <param name="received">Takes each message, one at a time of each peer.</param>
    public void Start(Action<ZmtpConnection, IReadOnlyList<byte[]>> received) => _ = AcceptAsync(received);

    /// <summary>Sends a message to every peer that has subscribed to its first frame.</summary>
    public void Publish(IReadOnlyList<byte[]> frames)
    {
        var message = ZmtpFraming.Encode(frames);
        List<ZmtpConnection> peers;
        lock (guard) peers = [.. connections.Where(peer => peer.Subscriptions.Any(prefix => frames[0].AsSpan().StartsWith(prefix)))];
        foreach (var peer in peers) peer.Send(message);
    }

    /// <summary>Takes a message of a PUB socket's peer: a byte 1 (subscribe) or 0 (cancel), then the prefix.</summary>
    public void Subscribe(ZmtpConnection peer, IReadOnlyList<byte[]> frames)
    {
        if (frames is not [[0 or 1, ..] request]) return;
        lock (guard)
        {
            if (request[0] == 1) peer.Subscriptions.Add(request[1..]);
            else if (peer.Subscriptions.FindIndex(prefix => prefix.AsSpan().SequenceEqual(request.AsSpan(1))) is >= 0 and var index) peer.Subscriptions.RemoveAt(index);
        }
    }

    /// <summary>Sends what is under way, for a second at most, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        disposed = true;
        listener.Dispose();
        List<ZmtpConnection> peers;
        lock (guard) peers = [.. connections];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        foreach (var peer in peers)
        {
            try
            {
                await peer.DrainAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                // It does not read: its own loss.
            }
        }
        await closing.CancelAsync();
        Task[] tasks;
        lock (guard) tasks = [.. running];
        await Task.WhenAll(tasks);
        if (file is not null) File.Delete(file);
        closing.Dispose();
    }

    private async Task AcceptAsync(Action<ZmtpConnection, IReadOnlyList<byte[]>> received)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(closing.Token);
                if (file is null) socket.NoDelay = true;
                var task = ServeAsync(socket, received);
                lock (guard)
                {
                    running.RemoveAll(done => done.IsCompleted);
                    running.Add(task);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            if (!disposed) log($"The {name} socket takes no more connections: {error.Message}");
        }
    }

    private async Task ServeAsync(Socket socket, Action<ZmtpConnection, IReadOnlyList<byte[]>> received)
    {
        using var peer = new ZmtpConnection(socket);
        lock (guard) connections.Add(peer);
        try
        {
            await peer.RunAsync(type, received, closing.Token);
        }
        catch (InvalidDataException error)
        {
            log($"A connection to the {name} socket was closed: {error.Message}.");
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The peer left.
        }
        finally
        {
            lock (guard) connections.Remove(peer);
        }
    }
}
