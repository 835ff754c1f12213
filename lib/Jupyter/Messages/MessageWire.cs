using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Jupyter.Zmtp;
using CowNotebooks.Notebooks.Ipynb;

namespace CowNotebooks.Jupyter.Messages;

/// <summary>A message from a front end (https://jupyter-client.readthedocs.io/en/stable/messaging.html, 5.3).</summary>
/// <param name="Peer">Who sent it: the answer goes there.</param>
/// <param name="Route">The frames before the delimiter, which the answer begins with.</param>
/// <param name="Header">Who, when, and <c>msg_type</c>.</param>
/// <param name="Metadata">What the front end says beside the content, for instance a cell's language.</param>
/// <param name="Content">Its content.</param>
internal sealed record Message(ZmtpConnection Peer, IReadOnlyList<byte[]> Route, JsonObject Header, JsonObject Metadata, JsonObject Content)
{
    /// <summary>For instance <c>execute_request</c>.</summary>
    public string Type { get; } = Header["msg_type"]?.ToString() ?? "";

    /// <summary>The language of the cell that is to be executed; null when the front end names none.</summary>
    public string? Language => CellLanguage.Of(Metadata);

    /// <summary>A text of the content; empty when it is missing or not a text.</summary>
    public string Text(string name) => Content[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>A flag of the content.</summary>
    public bool Flag(string name, bool missing) => Content[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : missing;

    /// <summary>A number of the content.</summary>
    public int Number(string name, int missing) => Content[name] is JsonValue value && value.TryGetValue(out int number) ? number : missing;
}

/// <summary>
/// Messages as frames, signed:
/// <code>
///  route … | &lt;IDS|MSG&gt; | HMAC-SHA256 in hex | header | parent_header | metadata | content | buffers …
///                                               '------------- what is signed -------------'
/// </code>
/// </summary>
internal sealed class MessageWire(string key)
{
    /// <summary>The protocol's version.</summary>
    public const string Version = "5.3";

    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly byte[] Empty = "{}"u8.ToArray();
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly SeenSignatures _seen = new();
    private readonly string _session = Guid.NewGuid().ToString();

    /// <summary>Reads a message.</summary>
    /// <param name="peer">Who sent it.</param>
    /// <param name="frames">What arrived.</param>
    /// <param name="refusal">Why it is malformed, or not to be trusted.</param>
    /// <returns>The message, or null.</returns>
    public Message? Read(ZmtpConnection peer, IReadOnlyList<byte[]> frames, out string refusal)
    {
        refusal = "it has no signed parts";
        var at = frames.TakeWhile(frame => !frame.AsSpan().SequenceEqual(Delimiter)).Count();
        if (frames.Count < at + 6) return null;
        refusal = "its signature is wrong";
        if (_key.Length > 0 && !CryptographicOperations.FixedTimeEquals(frames[at + 1], Sign(frames.Skip(at + 2).Take(4)))) return null;
        refusal = "it came before: its signature is known";
        if (_key.Length > 0 && !_seen.Add(frames[at + 1])) return null;
        refusal = "its header, metadata or content is no JSON object";
        return Parse(frames[at + 2]) is { } header && Parse(frames[at + 4]) is { } metadata && Parse(frames[at + 5]) is { } content
            ? new Message(peer, [.. frames.Take(at)], header, metadata, content)
            : null;
    }

    /// <summary>The frames of an outgoing message.</summary>
    /// <param name="route">The first frames: a request's route, or a topic.</param>
    /// <param name="type">The <c>msg_type</c>.</param>
    /// <param name="parent">The header of the message that caused it, or null.</param>
    /// <param name="content">Its content.</param>
    public IReadOnlyList<byte[]> Write(IReadOnlyList<byte[]> route, string type, JsonObject? parent, JsonObject content)
    {
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(),
            ["session"] = _session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"),
            ["msg_type"] = type,
            ["version"] = Version,
        };
        byte[][] parts = [Bytes(header), parent is null ? Empty : Bytes(parent), Empty, Bytes(content)];
        return [.. route, Delimiter, _key.Length > 0 ? Sign(parts) : [], .. parts];
    }

    private byte[] Sign(IEnumerable<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (var part in parts) hash.AppendData(part);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json);

    // Parsed lazily: writing it finds a key that comes twice, or half of a character, here and not where it is used.
    private static JsonObject? Parse(byte[] bytes)
    {
        try
        {
            if (JsonNode.Parse(bytes) is not JsonObject json) return null;
            JsonText.Write(json, 0);
            return json;
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
