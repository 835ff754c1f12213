using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using CowNotebooks.Engine.Assisting;
using CowNotebooks.Engine.Execution;
using CowNotebooks.Engine.Execution.Interrupting;
using CowNotebooks.Engine.Hosting;
using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Messages;
using Microsoft.DotNet.Interactive;

namespace CowNotebooks.Engine.Serving;

/// <summary>The engine's side of the protocol: takes requests, runs cells, sends events.</summary>
#pragma warning disable CA1001 // It lives as long as its process.
internal sealed class EngineHost
#pragma warning restore CA1001
{
    private readonly FileStream _requests;
    private readonly FileStream _events;
    private readonly Lock _writing = new();
    private readonly CapturedConsole _console;
    private readonly CellInput _input;
    private readonly CSharpSession _session;
    private readonly Task<CompositeKernel> _root;
    private readonly CellRunner _runner;
    private readonly CellQuestions _questions;
    private CancellationTokenSource? _running;

    private EngineHost(FileStream requests, FileStream events)
    {
        _requests = requests;
        _events = events;
        _console = new CapturedConsole((name, text) => Send(new EngineEvent.Stream(name, text)));
        DisplaySink.Connect(Tell);
        CellFunctions.Connect(wait => DisplaySink.Emit(new EngineEvent.Clear(wait)), shown => DisplaySink.Emit(EventTranslation.Of(shown)));
        CellInterrupt.Connect(() => CellRun.Current?.ThrowIfInterrupted());
        _input = new CellInput(Tell);
        Console.SetIn(new InputReader(_input));
        var folder = Environment.CurrentDirectory;
        // Not before the engine is ready: loading the kernels takes as long as starting the process.
        _session = new CSharpSession(folder, () => Commands.All(_root!.GetAwaiter().GetResult()));
        _root = Task.Run(() => NotebookKernels.Make(_session, _input, folder, Tell));
        _runner = new CellRunner(_root, folder);
        _questions = new CellQuestions(_root, _session);
    }

    /// <summary>Serves until the requests end, then exits and kills everything its cells have started.</summary>
    public static void Serve()
    {
        var (requests, events) = ProtocolPipes.Take();
        // A thread that a cell has started, and a timer's callback, end where the cell is interrupted.
        ExceptionHandling.SetUnhandledExceptionHandler(CellInterruptedException.IsBehind);
        var host = new EngineHost(requests, events);
        host.Send(new EngineEvent.Ready(RuntimeInformation.FrameworkDescription));
        host.Listen();
        Leave();
    }

    private void Listen()
    {
        // This thread only reads requests: their end must be noticed whatever a cell does.
        using var lines = new StreamReader(_requests, Encoding.UTF8);
        while (lines.ReadLine() is { } line)
        {
            switch (EngineRequest.Read(line))
            {
                case EngineRequest.Execute cell:
                    _running = new CancellationTokenSource();
                    _ = ExecuteAsync(cell, _running.Token);
                    break;
                case EngineRequest.Interrupt:
                    Interrupt(_running);
                    break;
                case EngineRequest.Input answer:
                    _input.Answer(answer);
                    break;
                case EngineRequest.WarmUp:
                    _session.WarmUp();
                    break;
                case { } question:
                    _ = AnswerAsync(question);
                    break;
            }
        }
    }

    private void Interrupt(CancellationTokenSource? running)
    {
        if (running is null) return;
        // On a thread of its own: the cell may occupy all those of the pool, and what is called here may not hold up the reading thread.
        new Thread(() =>
        {
            try
            {
                running.Cancel();
            }
#pragma warning disable CA1031 // What a library has asked to be called may throw anything, which would end the process.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Tell(new EngineEvent.Stream("stderr", $"Not everything could be interrupted: {error.GetBaseException().Message}\n"));
            }
        })
        { IsBackground = true, Name = "interrupt" }.Start();
    }

    private async Task ExecuteAsync(EngineRequest.Execute cell, CancellationToken interrupt)
    {
        var done = new EngineEvent.Done(Interrupted: false);
        try
        {
            if (await _runner.RunAsync(cell.Place, cell.Code, cell.Language, interrupt) is { } error) Tell(new EngineEvent.Error(error));
        }
        catch (OperationCanceledException stopped) when (interrupt.IsCancellationRequested)
        {
            done = new EngineEvent.Done(Interrupted: true, (stopped as CellStoppedException)?.Said);
        }
#pragma warning disable CA1031 // An error of the engine itself must reach the runner too, or it would wait for ever.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Tell(new EngineEvent.Error(new CellError("EngineError", error.Message, null, [error.ToString()])));
        }
        using (var native = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(2, ownsHandle: false), FileAccess.Write, 1)) native.Write(EndOfCell.Mark);
        Tell(done);
    }

    private async Task AnswerAsync(EngineRequest question)
    {
        JsonObject content;
        try
        {
            content = await Task.Run(() => _questions.AnswerAsync(question));
        }
#pragma warning disable CA1031 // An error of the code services must reach the asker too, or it would wait for ever.
        catch (Exception error)
#pragma warning restore CA1031
        {
            content = new JsonObject { ["status"] = "error", ["ename"] = error.GetType().Name, ["evalue"] = error.Message, ["traceback"] = new JsonArray() };
        }
        Send(new EngineEvent.Answer(content));
    }

    private void Tell(EngineEvent told)
    {
        _console.Flush();
        Send(told);
    }

    private void Send(EngineEvent told)
    {
        var line = told.ToLine();
        lock (_writing) _events.Write(line);
    }

    private static void Leave()
    {
        // Libraries may clean up at exit, for a limited time; what is left is killed with the group.
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                // The runtime removes the pipes of its debugger when it ends by itself, which it will not.
                foreach (var pipe in Directory.GetFiles(Path.GetTempPath(), $"clr-debug-pipe-{Environment.ProcessId}-*")) File.Delete(pipe);
            }
            finally
            {
                LibC.KillOwnGroup();
            }
        };
        _ = new Timer(_ => LibC.KillOwnGroup(), null, TimeLimits.TidyUp, Timeout.InfiniteTimeSpan);
        Environment.Exit(0);
    }
}
