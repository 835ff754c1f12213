using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CowNotebooks.Tests;
using NetMQ;
using NetMQ.Sockets;

namespace CowNotebooks.Jupyter.Tests;

/// <summary>A message as a front end gets it.</summary>
internal sealed record Received(string Type, JsonObject Parent, JsonObject Content)
{
    public string? Text(string name) => Content[name]?.ToString();
}

/// <summary>What became of a cell: what everybody saw, between <c>busy</c> and <c>idle</c>, and the reply.</summary>
internal sealed record CellRun(JsonObject Reply, IReadOnlyList<Received> Shown)
{
    public string Status => Reply["status"]!.ToString();

    public string Text(string stream) => string.Concat(Shown.Where(message => message.Type == "stream" && message.Text("name") == stream).Select(message => message.Text("text")));

    public string? Value => Shown.LastOrDefault(message => message.Type == "execute_result")?.Content["data"]!["text/plain"]!.ToString();
}

/// <summary>A front end over NetMQ, which knows nothing of the kernel's own ZeroMQ.</summary>
internal sealed class KernelClient : IDisposable
{
    private readonly Connection _connection;
    private readonly DealerSocket _shell = new(), _control = new(), _stdin = new();
    private readonly SubscriberSocket _iopub = new();
    private readonly string _session = Guid.NewGuid().ToString();

    public KernelClient(Connection connection)
    {
        _connection = connection;
        foreach (var (socket, name) in new (NetMQSocket, string)[] { (_shell, "shell"), (_control, "control"), (_stdin, "stdin"), (_iopub, "iopub") })
        {
            socket.Options.ReceiveHighWatermark = 0;
            socket.Options.Linger = TimeSpan.Zero;
            // As Jupyter does it: one name for the front end on all its sockets.
            if (socket is DealerSocket) socket.Options.Identity = Encoding.ASCII.GetBytes(_session);
            socket.Connect(connection[name]);
        }
        _iopub.SubscribeToAnyTopic();
    }

    /// <summary>Asks again until the answer's status is seen by the subscriber too.</summary>
    public async Task SubscribedAsync() => await Processes.UntilAsync(
        () =>
        {
            Shell("kernel_info_request", []);
            return Receive(_iopub, TimeSpan.FromMilliseconds(200)) is not null;
        }, "The iopub socket says nothing.");

    public JsonObject Shell(string type, JsonObject content) => ReplyTo(_shell, Send(_shell, type, content));

    public JsonObject Control(string type, JsonObject content) => ReplyTo(_control, Send(_control, type, content));

    public string Begin(string code, bool silent = false, bool storeHistory = true, bool stopOnError = true, JsonObject? expressions = null) =>
        Send(_shell, "execute_request", Request(code, silent, storeHistory, stopOnError, expressions));

    public CellRun Execute(string code, bool silent = false, bool storeHistory = true, bool stopOnError = true, JsonObject? expressions = null) =>
        Finish(Begin(code, silent, storeHistory, stopOnError, expressions));

    /// <summary>Waits for the end of a cell that was begun.</summary>
    public CellRun Finish(string id)
    {
        var shown = new List<Received>();
        while (true)
        {
            var message = Receive(_iopub, Processes.Limit) ?? throw new TimeoutException($"No idle: {string.Join(", ", shown)}");
            if (message.Parent["msg_id"]?.ToString() != id) continue;
            if (message.Type == "status" && message.Text("execution_state") == "idle") return new CellRun(ReplyTo(_shell, id), shown);
            if (message.Type != "status") shown.Add(message);
        }
    }

    /// <summary>Waits until a cell that was begun has shown something that fits.</summary>
    public Received Until(string id, Func<Received, bool> fits)
    {
        while (true)
        {
            var message = Receive(_iopub, Processes.Limit) ?? throw new TimeoutException("The cell does not show it.");
            if (message.Parent["msg_id"]?.ToString() == id && fits(message)) return message;
        }
    }

    /// <summary>The next message on iopub.</summary>
    public Received? Published() => Receive(_iopub, Processes.Limit);

    /// <summary>Sends to the shell with frames of the test's choice after the delimiter.</summary>
    public void SendRaw(params byte[][] frames) => _shell.SendMultipartMessage(new NetMQMessage(frames.Select(frame => new NetMQFrame(frame))));

    /// <summary>The frames of a signed message.</summary>
    public IReadOnlyList<byte[]> Signed(string type, JsonObject content, out string id, string? key = null)
    {
        id = Guid.NewGuid().ToString();
        var header = new JsonObject
        {
            ["msg_id"] = id,
            ["session"] = _session,
            ["username"] = "test",
            ["date"] = "2026-01-01T00:00:00Z",
            ["msg_type"] = type,
            ["version"] = "5.3",
        };
        byte[][] parts = [Bytes(header), Bytes([]), Bytes([]), Bytes(content)];
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key ?? _connection.Key), parts.SelectMany(part => part).ToArray());
        return ["<IDS|MSG>"u8.ToArray(), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash)), .. parts];
    }

    public static JsonObject Request(string code, bool silent = false, bool storeHistory = true, bool stopOnError = true, JsonObject? expressions = null) => new()
    {
        ["code"] = code,
        ["silent"] = silent,
        ["store_history"] = storeHistory,
        ["stop_on_error"] = stopOnError,
        ["user_expressions"] = expressions ?? [],
        ["allow_stdin"] = false,
    };

    /// <summary>Begins a cell that may ask.</summary>
    public string BeginAsking(string code)
    {
        var request = Request(code);
        request["allow_stdin"] = true;
        return Send(_shell, "execute_request", request);
    }

    /// <summary>The next question of a cell.</summary>
    public Received Question() => Receive(_stdin, Processes.Limit) ?? throw new TimeoutException("Nothing is asked.");

    public void Answer(string text) => Send(_stdin, "input_reply", new JsonObject { ["value"] = text });

    public JsonObject ReplyOf(string id) => ReplyTo(_shell, id);

    public void Dispose()
    {
        foreach (var socket in new NetMQSocket[] { _shell, _control, _stdin, _iopub }) socket.Dispose();
    }

    private string Send(NetMQSocket socket, string type, JsonObject content)
    {
        socket.SendMultipartMessage(new NetMQMessage(Signed(type, content, out var id).Select(frame => new NetMQFrame(frame))));
        return id;
    }

    private JsonObject ReplyTo(NetMQSocket socket, string id)
    {
        while (true)
        {
            var reply = Receive(socket, Processes.Limit) ?? throw new TimeoutException("No reply.");
            if (reply.Parent["msg_id"]?.ToString() == id) return reply.Content;
        }
    }

    // Verifies the signature of everything that arrives.
    private Received? Receive(NetMQSocket socket, TimeSpan limit)
    {
        var message = new NetMQMessage();
        if (!socket.TryReceiveMultipartMessage(limit, ref message)) return null;
        var frames = message.Select(frame => frame.ToByteArray()).SkipWhile(frame => !frame.AsSpan().SequenceEqual("<IDS|MSG>"u8)).ToList();
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(_connection.Key), frames.Skip(2).Take(4).SelectMany(part => part).ToArray());
        Assert.Equal(Convert.ToHexStringLower(hash), Encoding.ASCII.GetString(frames[1]));
        var header = Parse(frames[2]);
        return new Received(header["msg_type"]!.ToString(), Parse(frames[3]), Parse(frames[5]));
    }

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static JsonObject Parse(byte[] json) => JsonNode.Parse(json)!.AsObject();
}
