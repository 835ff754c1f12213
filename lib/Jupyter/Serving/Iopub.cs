using System.Text;
using System.Text.Json.Nodes;
using CowNotebooks.Jupyter.Messages;
using CowNotebooks.Jupyter.Zmtp;

namespace CowNotebooks.Jupyter.Serving;

/// <summary>What every front end of the kernel sees: its state, and what cells show. In the order of the calls.</summary>
internal sealed class Iopub(ZmtpSocket socket, MessageWire wire)
{
    private readonly Lock _guard = new();

    /// <summary>Tells everyone.</summary>
    /// <param name="type">The <c>msg_type</c>; also the topic.</param>
    /// <param name="parent">The request that caused it, or null.</param>
    /// <param name="content">What it says.</param>
    public void Send(string type, Message? parent, JsonObject content)
    {
        lock (_guard) socket.Publish(wire.Write([Encoding.ASCII.GetBytes(type)], type, parent?.Header, content));
    }

    /// <summary>Tells that the kernel is <c>starting</c>, <c>busy</c> or <c>idle</c>.</summary>
    public void Status(string state, Message? parent) => Send("status", parent, new JsonObject { ["execution_state"] = state });
}
