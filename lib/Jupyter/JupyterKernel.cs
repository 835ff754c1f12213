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
/// The Jupyter kernel: what front ends talk to. Cells run in the same engine process as in a headless run: whatever a cell does, this process
/// goes on to answer the heartbeat, interrupts and the shutdown.
/// </summary>
public sealed class JupyterKernel : IAsyncDisposable
{
    private static readonly HashSet<string> Urgent = ["interrupt_request", "shutdown_request", "kernel_info_request"];

    private readonly MessageWire wire;
    private readonly Action<string> log;
    private readonly ZmtpSocket shell, control, stdin, publishing, heartbeat;
    private readonly Iopub iopub;
    private readonly RestartingEngine engine;
    private readonly CellExecution cells;
    private readonly Channel<Message> requests = Channel.CreateUnbounded<Message>(), commands = Channel.CreateUnbounded<Message>();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private JupyterKernel(ConnectionFile connection, string folder, Action<string> log)
    {
        this.log = log;
        wire = new MessageWire(connection.Key);
        shell = new ZmtpSocket("shell", "ROUTER", connection.Shell, log);
        control = new ZmtpSocket("control", "ROUTER", connection.Control, log);
        stdin = new ZmtpSocket("stdin", "ROUTER", connection.Stdin, log);
        publishing = new ZmtpSocket("iopub", "PUB", connection.Iopub, log);
        heartbeat = new ZmtpSocket("heartbeat", "REP", connection.Heartbeat, log);
        iopub = new Iopub(publishing, wire);
        engine = new RestartingEngine(folder);
        cells = new CellExecution(engine, iopub);
    }

    /// <summary>Serves front ends until one of them shuts the kernel down, the process that started it is gone, or it is stopped.</summary>
    /// <param name="connection">Where to listen.</param>
    /// <param name="folder">The notebook's folder: what relative paths in cells count from.</param>
    /// <param name="log">Takes what a person should know who looks at the kernel's own output.</param>
    /// <param name="stop">Ends the kernel and all that its cells have started.</param>
    /// <exception cref="NotebookException">One of the addresses cannot be listened on.</exception>
    public static async Task RunAsync(ConnectionFile connection, string folder, Action<string> log, CancellationToken stop)
    {
        await using var kernel = Listen(connection, folder, log);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, kernel.Interrupt);
        using var parent = ParentWatch.Start(kernel.ended);
        await using var stopped = stop.Register(() => kernel.ended.TrySetResult());
        await kernel.ended.Task;
    }

    /// <summary>Ends the engine with all that its cells have started, and closes the sockets.</summary>
    public async ValueTask DisposeAsync()
    {
        requests.Writer.TryComplete();
        commands.Writer.TryComplete();
        await engine.DisposeAsync();
        foreach (var socket in new[] { shell, control, stdin, publishing, heartbeat }) await socket.DisposeAsync();
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
        kernel.heartbeat.Start((peer, frames) => peer.Send(ZmtpFraming.Encode(frames)));
        kernel.publishing.Start(kernel.publishing.Subscribe);
        kernel.stdin.Start((_, _) => { });
        kernel.control.Start((peer, frames) => kernel.Receive("control", peer, frames));
        kernel.shell.Start((peer, frames) => kernel.Receive("shell", peer, frames));
        _ = kernel.ServeAsync(kernel.commands.Reader);
        _ = kernel.ServeAsync(kernel.requests.Reader);
        kernel.iopub.Status("starting", null);
        return kernel;
    }

    private void Receive(string name, ZmtpConnection peer, IReadOnlyList<byte[]> frames)
    {
        if (wire.Read(peer, frames, out var refusal) is not { } message) log($"A message on the {name} socket was dropped: {refusal}.");
        // What need not wait for the cell that runs; the engine does one thing at a time.
        else if (name == "control" && Urgent.Contains(message.Type)) commands.Writer.TryWrite(message);
        else requests.Writer.TryWrite(message);
    }

    private async Task ServeAsync(ChannelReader<Message> messages)
    {
        await foreach (var message in messages.ReadAllAsync())
        {
            var doomed = 0;
            iopub.Status("busy", message);
            try
            {
                doomed = await AnswerAsync(message);
            }
#pragma warning disable CA1031 // A message that is signed and still makes no sense must not end the kernel.
            catch (Exception error)
#pragma warning restore CA1031
            {
                if (!ended.Task.IsCompleted) log($"{message.Type} was not answered: {error.Message}");
            }
            iopub.Status("idle", message);
            Abort(doomed);
            if (message.Type == "shutdown_request") ended.TrySetResult();
        }
    }

    // How many of the requests that wait were to run after a cell that failed.
    private async Task<int> AnswerAsync(Message message)
    {
        switch (message.Type)
        {
            case "execute_request":
                var outcome = await cells.RunAsync(message);
                // Counted before the reply: what is sent after it is sent in the knowledge of the failure.
                var waiting = requests.Reader.Count;
                Reply(message, outcome);
                return outcome["status"]!.ToString() == "error" && message.Flag("stop_on_error", true) ? waiting : 0;
            case "kernel_info_request": Reply(message, KernelInfo.Answer()); break;
            case "complete_request": Reply(message, CodePoints.Completions(message.Text("code"), await AskAsync(new EngineRequest.Complete(message.Text("code"), CodePoints.Caret(message))))); break;
            case "inspect_request": Reply(message, await AskAsync(new EngineRequest.Inspect(message.Text("code"), CodePoints.Caret(message)))); break;
            case "is_complete_request": Reply(message, await AskAsync(new EngineRequest.Check(message.Text("code")))); break;
            case "history_request": Reply(message, cells.History.Answer(message)); break;
            case "comm_info_request": Reply(message, new JsonObject { ["comms"] = new JsonObject() }); break;
            // No target of ours: the protocol wants it closed at once.
            case "comm_open": iopub.Send("comm_close", message, new JsonObject { ["comm_id"] = message.Text("comm_id"), ["data"] = new JsonObject() }); break;
            case "comm_msg" or "comm_close": break;
            case "interrupt_request":
                await engine.InterruptAsync();
                Reply(message, []);
                break;
            case "shutdown_request":
                var content = new JsonObject { ["restart"] = message.Flag("restart", false) };
                Reply(message, content);
                content["status"] = "ok";
                iopub.Send("shutdown_reply", message, content);
                break;
            default: log($"A message of type '{message.Type}' is not known here."); break;
        }
        return 0;
    }

    // The cells that were to run after the one that failed. Other requests are answered as ever.
    private void Abort(int waiting)
    {
        for (; waiting > 0 && requests.Reader.TryRead(out var message); waiting--)
        {
            if (message.Type != "execute_request")
            {
                requests.Writer.TryWrite(message);
                continue;
            }
            iopub.Status("busy", message);
            Reply(message, new JsonObject { ["status"] = "aborted" });
            iopub.Status("idle", message);
        }
    }

    private async Task<JsonObject> AskAsync(EngineRequest query) =>
        await (await engine.GetAsync()).QueryAsync(query, CancellationToken.None) ?? new JsonObject { ["status"] = "error" };

    private void Reply(Message request, JsonObject content)
    {
        content["status"] ??= "ok";
        request.Peer.Send(ZmtpFraming.Encode(wire.Write(request.Route, request.Type.Replace("_request", "_reply"), request.Header, content)));
    }

    private void Interrupt(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _ = engine.InterruptAsync();
    }
}
