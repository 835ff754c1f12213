using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace CowNotebooks.Jupyter.Tests;

/// <summary>A connection file of the test's own.</summary>
internal sealed class Connection
{
    private static readonly string[] Names = ["shell", "iopub", "stdin", "control", "hb"];

    public Connection(string folder)
    {
        Ports = FreePorts();
        File = Path.Combine(folder, "connection.json");
        var json = new JsonObject { ["transport"] = "tcp", ["ip"] = "127.0.0.1", ["key"] = Key, ["signature_scheme"] = "hmac-sha256", ["kernel_name"] = "cow" };
        foreach (var (name, port) in Names.Zip(Ports)) json[$"{name}_port"] = port;
        System.IO.File.WriteAllText(File, json.ToJsonString());
    }

    public string Key { get; } = Guid.NewGuid().ToString();

    public string File { get; }

    public IReadOnlyList<int> Ports { get; }

    /// <summary>As libzmq writes it: <c>tcp://127.0.0.1:1234</c>.</summary>
    public string this[string name] => $"tcp://127.0.0.1:{Port(name)}";

    /// <summary>A plain socket to one of the kernel's.</summary>
    public Socket Connect(string name)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(new IPEndPoint(IPAddress.Loopback, Port(name)));
        return socket;
    }

    private int Port(string name) => Ports[Array.IndexOf(Names, name)];

    private static int[] FreePorts()
    {
        // All held at once, so that they differ.
        var listeners = Names.Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
