using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CowNotebooks.Jupyter.Messages;
using CowNotebooks.Jupyter.Serving;
using CowNotebooks.Jupyter.Zmtp;
using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Jupyter;

/// <summary>
/// The Jupyter kernel, to which front ends talk. Cells run in an engine process, as in a headless run: whatever a cell does, this process
/// continues to answer the heartbeat, interrupts and the shutdown.
/// </summary>
public sealed class JupyterKernel : IAsyncDisposable
{
    private static readonly HashSet<string> Urgent = ["interrupt_request", "shutdown_request", "kernel_info_request"];

    private readonly MessageWire _wire;
    private readonly Action<string> _log;
    private readonly ZmtpSocket _shell, _control, _stdin, _publishing, _heartbeat;
    private readonly Iopub _iopub;
    private readonly Stdin _questions;
    private readonly RestartingEngine _engine;
    private readonly CellExecution _cells;
    private readonly Channel<Message> _requests = Channel.CreateUnbounded<Message>(), _commands = Channel.CreateUnbounded<Message>();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private JupyterKernel(ConnectionFile connection, string folder, Action<string> log)
    {
        _log = log;
        _wire = new MessageWire(connection.Key);
        _shell = new ZmtpSocket("shell", "ROUTER", connection.Shell, log);
        _control = new ZmtpSocket("control", "ROUTER", connection.Control, log);
        _stdin = new ZmtpSocket("stdin", "ROUTER", connection.Stdin, log);
        _publishing = new ZmtpSocket("iopub", "PUB", connection.Iopub, log);
        _heartbeat = new ZmtpSocket("heartbeat", "REP", connection.Heartbeat, log);
        _iopub = new Iopub(_publishing, _wire);
        _engine = new RestartingEngine(folder);
        _questions = new Stdin(_stdin, _wire);
        _cells = new CellExecution(_engine, _iopub, _questions);
    }

    /// <summary>Serves front ends until one of them shuts the kernel down, the process that started it is gone, or it is stopped.</summary>
    /// <param name="connection">Where to listen.</param>
    /// <param name="folder">The notebook's folder, to which relative paths in cells refer.</param>
    /// <param name="log">Receives messages for the reader of the Jupyter kernel's own output.</param>
    /// <param name="stop">Ends the Jupyter kernel and all processes that its cells have started.</param>
    /// <exception cref="NotebookException">One of the addresses cannot be listened on.</exception>
    public static async Task RunAsync(ConnectionFile connection, string folder, Action<string> log, CancellationToken stop)
    {
        await using var kernel = Listen(connection, folder, log);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, kernel.Interrupt);
        using var parent = ParentWatch.Start(kernel._ended);
        await using var stopped = stop.Register(() => kernel._ended.TrySetResult());
        await kernel._ended.Task;
    }

    /// <summary>Ends the engine with all processes that its cells have started, and closes the sockets.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        _commands.Writer.TryComplete();
        await _engine.DisposeAsync();
        foreach (var socket in new[] { _shell, _control, _stdin, _publishing, _heartbeat }) await socket.DisposeAsync();
    }

    private static JupyterKernel Listen(ConnectionFile connection, string folder, Action<string> log)
    {
        JupyterKernel kernel;
        try
        {
            kernel = new JupyterKernel(connection, folder, log);
        }
        catch (SocketException error)
        {
            throw new NotebookException($"The Jupyter kernel cannot listen where the connection file says: {error.Message}.", "Start it anew from the front end.", error);
        }
        kernel._heartbeat.Start((peer, frames) => peer.Send(ZmtpFraming.Encode(frames)));
        kernel._publishing.Start(kernel._publishing.Subscribe);
        kernel._stdin.Start((peer, frames) => kernel.Receive("stdin", peer, frames));
        kernel._control.Start((peer, frames) => kernel.Receive("control", peer, frames));
        kernel._shell.Start((peer, frames) => kernel.Receive("shell", peer, frames));
        _ = kernel.ServeAsync(kernel._commands.Reader);
        _ = kernel.ServeAsync(kernel._requests.Reader);
        kernel._iopub.Status("starting", null);
        return kernel;
    }

    private void Receive(string name, ZmtpConnection peer, IReadOnlyList<byte[]> frames)
    {
        if (_wire.Read(peer, frames, out var refusal) is not { } message) _log($"A message on the {name} socket was dropped: {refusal}.");
        else if (name == "stdin") _questions.Receive(message);
        // Urgent requests do not wait for the running cell; all others are served one at a time.
        else if (name == "control" && Urgent.Contains(message.Type)) _commands.Writer.TryWrite(message);
        else _requests.Writer.TryWrite(message);
    }

    private async Task ServeAsync(ChannelReader<Message> messages)
    {
        await foreach (var message in messages.ReadAllAsync())
        {
            var doomed = 0;
            _iopub.Status("busy", message);
            try
            {
                doomed = await AnswerAsync(message);
            }
#pragma warning disable CA1031 // A signed but malformed message must not end the Jupyter kernel.
            catch (Exception error)
#pragma warning restore CA1031
            {
                if (!_ended.Task.IsCompleted) _log($"{message.Type} was not answered: {error.Message}");
            }
            _iopub.Status("idle", message);
            Abort(doomed);
            if (message.Type == "shutdown_request") _ended.TrySetResult();
        }
    }

    // Returns how many waiting requests were sent before the failure of this cell was known.
    private async Task<int> AnswerAsync(Message message)
    {
        switch (message.Type)
        {
            case "execute_request":
                var outcome = await _cells.RunAsync(message);
                // Counted before the reply: later requests are sent in knowledge of the failure.
                var waiting = _requests.Reader.Count;
                Reply(message, outcome);
                return outcome["status"]!.ToString() == "error" && message.Flag("stop_on_error", true) ? waiting : 0;
            case "kernel_info_request": Reply(message, KernelInfo.Answer()); break;
            case "complete_request": Reply(message, CodePoints.Completions(message.Text("code"), await AskAsync(new EngineRequest.Complete(message.Text("code"), CodePoints.Caret(message))))); break;
            case "inspect_request": Reply(message, await AskAsync(new EngineRequest.Inspect(message.Text("code"), CodePoints.Caret(message)))); break;
            case "is_complete_request": Reply(message, await AskAsync(new EngineRequest.Check(message.Text("code")))); break;
            case "history_request": Reply(message, _cells.History.Answer(message)); break;
            case "comm_info_request": Reply(message, new JsonObject { ["comms"] = new JsonObject() }); break;
            // There are no comm targets here: the protocol requires closing it at once.
            case "comm_open": _iopub.Send("comm_close", message, new JsonObject { ["comm_id"] = message.Text("comm_id"), ["data"] = new JsonObject() }); break;
            case "comm_msg" or "comm_close": break;
            case "interrupt_request":
                await _engine.InterruptAsync();
                Reply(message, []);
                break;
            case "shutdown_request":
                var content = new JsonObject { ["restart"] = message.Flag("restart", false) };
                Reply(message, content);
                content["status"] = "ok";
                _iopub.Send("shutdown_reply", message, content);
                break;
            default: _log($"A message of type '{message.Type}' is not known here."); break;
        }
        return 0;
    }

    // Aborts the cells that were queued after the failed one. Other requests are answered as usual.
    private void Abort(int waiting)
    {
        for (; waiting > 0 && _requests.Reader.TryRead(out var message); waiting--)
        {
            if (message.Type != "execute_request")
            {
                _requests.Writer.TryWrite(message);
                continue;
            }
            _iopub.Status("busy", message);
            Reply(message, new JsonObject { ["status"] = "aborted" });
            _iopub.Status("idle", message);
        }
    }

    private async Task<JsonObject> AskAsync(EngineRequest query) =>
        await (await _engine.GetAsync()).QueryAsync(query, CancellationToken.None) ?? new JsonObject { ["status"] = "error" };

    private void Reply(Message request, JsonObject content)
    {
        content["status"] ??= "ok";
        request.Peer.Send(ZmtpFraming.Encode(_wire.Write(request.Route, request.Type.Replace("_request", "_reply"), request.Header, content)));
    }

    private void Interrupt(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _ = _engine.InterruptAsync();
    }
}
