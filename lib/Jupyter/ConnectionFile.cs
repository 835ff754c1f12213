using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Jupyter;

/// <summary>
/// The file by which a front end tells the Jupyter kernel that it starts where to listen and how to sign
/// (https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files).
/// </summary>
public sealed class ConnectionFile
{
    private readonly bool _isIpc;
    private readonly string _address;
    private readonly JsonObject _json;

    private ConnectionFile(JsonObject json, string path)
    {
        _json = json;
        var transport = Text("transport", "tcp");
        _isIpc = transport == "ipc";
        if (!_isIpc && transport != "tcp") throw Unfit(path, $"its transport '{transport}' is neither tcp nor ipc");
        _address = Text("ip", _isIpc ? "kernel-ipc" : "127.0.0.1");
        Key = Text("key", "");
        var scheme = Text("signature_scheme", "hmac-sha256");
        if (Key.Length > 0 && scheme != "hmac-sha256") throw Unfit(path, $"its signature scheme '{scheme}' is not hmac-sha256");
        try
        {
            (Shell, Control, Stdin) = (EndPoint("shell_port"), EndPoint("control_port"), EndPoint("stdin_port"));
            (Iopub, Heartbeat) = (EndPoint("iopub_port"), EndPoint("hb_port"));
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or ArgumentException)
        {
            throw Unfit(path, error.Message.TrimEnd('.'), error);
        }
    }

    /// <summary>The secret that signs every message; empty for messages without a signature.</summary>
    public string Key { get; }

    internal EndPoint Shell { get; }

    internal EndPoint Control { get; }

    internal EndPoint Stdin { get; }

    internal EndPoint Iopub { get; }

    internal EndPoint Heartbeat { get; }

    /// <summary>Reads the file.</summary>
    /// <param name="path">Where the front end wrote it.</param>
    /// <exception cref="NotebookException">It is missing or is not a connection file.</exception>
    public static ConnectionFile Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"The connection file {path} cannot be read.", "A Jupyter front end writes it and starts this command: try cow open.", error);
        }
    }

    /// <summary>Reads its text.</summary>
    /// <exception cref="NotebookException">It is not that of a connection file.</exception>
    internal static ConnectionFile Parse(string text, string path)
    {
        try
        {
            return new ConnectionFile(JsonNode.Parse(text) as JsonObject ?? throw new JsonException("no JSON object"), path);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw Unfit(path, "it is no JSON object", error);
        }
    }

    private static NotebookException Unfit(string path, string why, Exception? error = null) =>
        new($"{path} is no connection file that fits: {why}.", "Let a Jupyter front end start the kernel: try cow open.", error);

    private string Text(string name, string missing) => _json[name]?.GetValue<string>() ?? missing;

    private EndPoint EndPoint(string name)
    {
        var port = _json[name]?.GetValue<int>() ?? throw new FormatException($"it lacks {name}");
        if (_isIpc) return new UnixDomainSocketEndPoint(Path.GetFullPath($"{_address}-{port}"));
        if (_address == "*") return new IPEndPoint(IPAddress.Any, port);
        // A name is looked up by who listens.
        return IPAddress.TryParse(_address, out var known) ? new IPEndPoint(known, port) : new DnsEndPoint(_address, port);
    }
}
