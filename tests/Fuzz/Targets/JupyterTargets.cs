using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CowNotebooks.Jupyter;
using CowNotebooks.Jupyter.Messages;
using CowNotebooks.Jupyter.Zmtp;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Fuzz.Targets;

/// <summary>What comes to a Jupyter kernel: its connection file, and bytes on its sockets.</summary>
internal static class JupyterTargets
{
    private const string Key = "0123456789abcdef";
    private static readonly byte[] Delimiter = Encoding.ASCII.GetBytes("<IDS|MSG>");
    private static readonly byte[] Between = [0, .. "next part"u8, 0];
    private static readonly byte[] Greeting = [0xFF, .. new byte[8], 0x7F, 3, 0, .. "NULL"u8, .. new byte[48]];
    private static readonly byte[] Ready = [4, 43, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "DEALER"u8, 8, .. "Identity"u8, 0, 0, 0, 2, .. "me"u8];

    private static readonly string[][] Messages =
    [
        [Header("execute_request"), "{}", "{\"dotnet_interactive\":{\"language\":\"fsharp\"}}",
            "{\"code\":\"1 + 1\",\"silent\":false,\"store_history\":true,\"user_expressions\":{\"a\":\"b\"},\"allow_stdin\":true,\"stop_on_error\":true}"],
        [Header("complete_request"), "{}", "{}", "{\"code\":\"Console.😀Wri\",\"cursor_pos\":9}"],
        [Header("history_request"), "{}", "{}", "{\"hist_access_type\":\"tail\",\"n\":5}"],
        [Header("input_reply"), Header("input_request"), "{}", "{\"value\":\"yes\"}"],
        [Header("comm_open"), "{}", "{}", "{\"comm_id\":\"7\",\"target_name\":\"x\",\"data\":{}}"],
    ];

    public static IEnumerable<FuzzTarget> All =>
    [
        new("connection file", Corpus.Of(Connections), ReadConnection,
            typeof(NotebookException)) { Pieces = Corpus.Of("\"*\"", "\"ipc\"", "null", "\"hmac-md5\"", "\"key\":7,", "\"0.0.0.0\"", "\"::1\"", "{\"a\":1,\"a\":2}") },
        // Without the key nobody can change a message that is signed.
        new("jupyter unsigned", [.. Messages.Select(parts => Joined([Signature(Bytes(parts)), .. Bytes(parts)]))], ReadUnsigned, typeof(JsonException)) { Pieces = [Between, Delimiter, new byte[64]] },
        // With the key everything may be in a message.
        new("jupyter signed", [.. Messages.Select(parts => Joined(Bytes(parts)))], ReadSigned, typeof(JsonException))
        {
            Pieces = [Between, .. Corpus.Of("\"\\ud800\"", "\\ud800", "{\"a\":1,\"a\":2}", "null", "[]", "-1", "1e999", "\"cursor_pos\":-5,", "\"code\":7,", "\"msg_type\":{},")],
        },
        new("zmtp", [.. Messages.Select(parts => (byte[])[.. Greeting, .. Ready, .. ZmtpFraming.Encode([Encoding.ASCII.GetBytes("me"), .. Frames(Bytes(parts))])])],
            ReadZmtp, typeof(IOException), typeof(InvalidDataException))
        {
            Pieces = [[2, 0x40, .. new byte[7]], [2, 0, 0, 0, 0, 0x40, 0, 0, 0],
                [3, 0, 0, 0, 0, 0, 0x98, 0x96, 0x80], [1, 0], [0, 0], [4, 6, 5, .. "READY"u8], Ready, Greeting, [0xff, 0xff, 0xff, 0xff]],
        },
    ];

    private static string[] Connections =>
    [
        $$"""{"shell_port": 50001, "iopub_port": 50002, "stdin_port": 50003, "control_port": 50004, "hb_port": 50005, "ip": "127.0.0.1", "key": "{{Key}}", "transport": "tcp", "signature_scheme": "hmac-sha256", "kernel_name": "x"}""",
        """{"transport":"ipc","ip":"/run/user/0/kernel-1","key":"","shell_port":1,"iopub_port":2,"stdin_port":3,"control_port":4,"hb_port":5}""",
    ];

    /// <summary>Nobody but a connection file can make the kernel listen to other machines.</summary>
    private static void ReadConnection(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var read = ConnectionFile.Parse(text, "kernel.json");
        var ends = new[] { read.Shell, read.Control, read.Stdin, read.Iopub, read.Heartbeat };
        var ip = (System.Text.Json.Nodes.JsonNode.Parse(text)!["ip"])?.GetValue<string>();
        if (ip is null && ends.OfType<System.Net.IPEndPoint>().Any(end => !System.Net.IPAddress.IsLoopback(end.Address)))
            throw new WrongFigureException("It says no address, and is not bound to loopback.");
    }

    private static void ReadUnsigned(byte[] bytes)
    {
        var frames = Frames(Split(bytes));
        if (new MessageWire(Key).Read(Peer(), frames, out var refusal) is null) throw new JsonException($"It was dropped: {refusal}.");
        var at = frames.FindIndex(frame => frame.AsSpan().SequenceEqual(Delimiter));
        WrongFigureException.ThrowUnlessEqual("The signature", Encoding.ASCII.GetString(Signature(frames[(at + 2)..(at + 6)])), Encoding.ASCII.GetString(frames[at + 1]));
    }

    private static void ReadSigned(byte[] bytes)
    {
        var parts = Split(bytes);
        var wire = new MessageWire(Key);
        if (wire.Read(Peer(), [Delimiter, Signature([.. parts.Take(4)]), .. parts], out var refusal) is not { } message) throw new JsonException($"It was dropped: {refusal}.");
        _ = (message.Type, message.Language, message.Text("code"), message.Flag("silent", false), message.Number("cursor_pos", 0), CodePoints.Caret(message));
        // Its header goes into everything that is said of it.
        _ = ZmtpFraming.Encode(wire.Write(message.Route, "status", message.Header, new() { ["execution_state"] = "busy" }));
    }

    private static void ReadZmtp(byte[] bytes)
    {
        var wire = new MessageWire(Key);
        var messages = 0;
        using var peer = new ZmtpConnection(new HalfDuplex(bytes));
        try
        {
            peer.RunAsync("ROUTER", Take, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (EndOfStreamException) when (messages > 0)
        {
            // The peer left after what it said.
        }

        void Take(ZmtpConnection from, IReadOnlyList<byte[]> frames)
        {
            messages++;
            wire.Read(from, frames, out _);
        }
    }

    private static string Header(string type) => $$"""{"msg_id":"1","session":"2","username":"me","date":"2026-01-01T00:00:00Z","msg_type":"{{type}}","version":"5.3"}""";

    private static List<byte[]> Bytes(string[] parts) => [.. parts.Select(Encoding.UTF8.GetBytes)];

    private static List<byte[]> Frames(List<byte[]> parts) => parts.Count == 4 ? [Delimiter, Signature(parts), .. parts] : [Delimiter, .. parts];

    private static byte[] Signature(List<byte[]> parts) =>
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), parts.SelectMany(part => part).ToArray())));

    private static byte[] Joined(List<byte[]> parts) => [.. parts.SelectMany((part, index) => index == 0 ? part : [.. Between, .. part])];

    private static List<byte[]> Split(byte[] bytes)
    {
        var parts = new List<byte[]>();
        var rest = bytes.AsSpan();
        for (int at; (at = rest.IndexOf(Between)) >= 0; rest = rest[(at + Between.Length)..]) parts.Add(rest[..at].ToArray());
        return [.. parts, rest.ToArray()];
    }

    private static ZmtpConnection Peer() => new(Stream.Null);

    /// <summary>What a peer sends; what is sent to it is dropped.</summary>
    private sealed class HalfDuplex(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.CompletedTask;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
