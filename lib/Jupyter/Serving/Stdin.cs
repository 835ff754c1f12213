using System.Text.Json.Nodes;
using CowNotebooks.Jupyter.Messages;
using CowNotebooks.Jupyter.Zmtp;
using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Jupyter.Serving;

/// <summary>Brings a cell's question to the front end that sent the cell, as an <c>input_request</c>, and the answer back.</summary>
internal sealed class Stdin(ZmtpSocket socket, MessageWire wire)
{
    private static readonly EngineRequest.Input Refused = new(null,
        "The front end takes no input (allow_stdin is false): write the value into the cell, or run it where a person can answer.");

    private TaskCompletionSource<string>? _asked;

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="request">The <c>execute_request</c>.</param>
    /// <param name="question">What its cell asks.</param>
    /// <returns>The answer, or why there is none.</returns>
    public async Task<EngineRequest.Input> AskAsync(Message request, EngineEvent.Input question)
    {
        if (!request.Flag("allow_stdin", false)) return Refused;
        _asked = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var content = new JsonObject { ["prompt"] = question.Prompt, ["password"] = question.IsPassword };
        if (!socket.Send(request.Peer, ZmtpFraming.Encode(wire.Write([], "input_request", request.Header, content)))) return Refused;
        return new EngineRequest.Input(await _asked.Task);
    }

    /// <summary>Takes an <c>input_reply</c>; one that nobody waits for is dropped.</summary>
    public void Receive(Message message)
    {
        if (message.Type == "input_reply") _asked?.TrySetResult(message.Text("value"));
    }
}
