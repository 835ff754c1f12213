using System.Text;
using System.Text.Json.Nodes;
using CowNotebooks.Jupyter.Messages;
using CowNotebooks.Jupyter.Zmtp;

namespace CowNotebooks.Jupyter.Serving;

/// <summary>Publishes the kernel state and the outputs of cells to every front end, in the order of the calls.</summary>
internal sealed class Iopub(ZmtpSocket socket, MessageWire wire)
{
    private readonly Lock _guard = new();

    /// <summary>Publishes a message.</summary>
    /// <param name="type">The <c>msg_type</c>; also the topic.</param>
    /// <param name="parent">The request that caused it, or null.</param>
    /// <param name="content">Its content.</param>
    public void Send(string type, Message? parent, JsonObject content)
    {
        lock (_guard) socket.Publish(wire.Write([Encoding.ASCII.GetBytes(type)], type, parent?.Header, content));
    }

    /// <summary>Publishes the state: <c>starting</c>, <c>busy</c> or <c>idle</c>.</summary>
    public void Status(string state, Message? parent) => Send("status", parent, new JsonObject { ["execution_state"] = state });
}
