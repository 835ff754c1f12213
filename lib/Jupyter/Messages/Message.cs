using System.Text.Json.Nodes;
using CowNotebooks.Jupyter.Zmtp;

namespace CowNotebooks.Jupyter.Messages;

/// <summary>A message from a front end (https://jupyter-client.readthedocs.io/en/stable/messaging.html, 5.3).</summary>
/// <param name="Peer">Who sent it: the answer goes there.</param>
/// <param name="Route">The frames before the delimiter, which the answer begins with.</param>
/// <param name="Header">Who, when, and <c>msg_type</c>.</param>
/// <param name="Content">Its content.</param>
internal sealed record Message(ZmtpConnection Peer, IReadOnlyList<byte[]> Route, JsonObject Header, JsonObject Content)
{
    /// <summary>For instance <c>execute_request</c>.</summary>
    public string Type => Header["msg_type"]?.ToString() ?? "";

    /// <summary>A text of the content; empty when it is missing or not a text.</summary>
    public string Text(string name) => Content[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>A flag of the content.</summary>
    public bool Flag(string name, bool missing) => Content[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : missing;

    /// <summary>A number of the content.</summary>
    public int Number(string name, int missing) => Content[name] is JsonValue value && value.TryGetValue(out int number) ? number : missing;
}
