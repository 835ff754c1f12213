using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Notebooks.Running;

/// <summary>The runner's side of the protocol: one engine, in a process of its own, with its working directory in the notebook's folder.</summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private static readonly EngineRequest.Input NobodyAnswers = new(null,
        "Nobody can answer in a run without a front end: declare the value in the cell tagged parameters and give it by cow run -p Name=value, or run the notebook in Jupyter.");

    private readonly Process _process;
    private readonly NativeOutput _native;
    private readonly SemaphoreSlim _sending = new(1);

    // Completes with the last event of the current request; with null when the engine is gone.
    private TaskCompletionSource<EngineEvent?> _answer = NewAnswer();
    private Action<EngineEvent> _output = _ => { };
    private CellError? _failure;
    private volatile bool _gone;

    private EngineProcess(Process process)
    {
        _process = process;
        _native = new NativeOutput(process.StandardError.BaseStream);
        _ = ReadEventsAsync();
    }

    /// <summary>The process id, which is also its process group.</summary>
    public int Id => _process.Id;

    /// <summary>Answers when a cell asks for a line of text; by default, nobody can.</summary>
    public Func<EngineEvent.Input, Task<EngineRequest.Input>> Ask { get; set; } = _ => Task.FromResult(NobodyAnswers);

    /// <summary>False when the engine died or had to be killed.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts an engine and waits until it takes requests.</summary>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="cancel">Gives up waiting; the process is then gone.</param>
    /// <exception cref="NotebookException">The engine is missing or does not start.</exception>
    public static async Task<EngineProcess> StartAsync(string folder, CancellationToken cancel)
    {
        var engine = new EngineProcess(Process.Start(EngineCommand.In(folder))!);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(TimeLimits.Start);
            if (await engine._answer.Task.WaitAsync(limit.Token) is EngineEvent.Ready) return engine;
            throw engine.DidNotStart();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await engine.DisposeAsync();
            throw engine.DidNotStart();
        }
        catch
        {
            // Cancelled: an engine that is still starting would leave in its own time.
            engine.Kill();
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs one cell.</summary>
    /// <param name="place">Its name in errors: <c>cell 3</c>.</param>
    /// <param name="code">Its source.</param>
    /// <param name="language">The language that its metadata names; null for C#.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="to">
    /// Receives each stream, display and result as it comes, and until the next cell the output of threads that the cell left running. Until it
    /// returns, the engine soon blocks as well.
    /// </param>
    /// <param name="cancel">Stops waiting; dispose of the engine then.</param>
    /// <returns>Why it failed, or null. See <see cref="IsAlive"/> before the next cell.</returns>
    public async Task<CellError?> ExecuteAsync(string place, string code, string? language, TimeSpan limit, Action<EngineEvent> to, CancellationToken cancel)
    {
        var limited = new LimitedOutput(to);
        _native.Begin(text => limited.Pass(new EngineEvent.Stream("stdout", text)));
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(limit);
        CellError? error;
        try
        {
            (_output, _failure) = (limited.Pass, null);
            var told = await AskAsync(new EngineRequest.Execute(place, code, language), time.Token);
            error = told switch
            {
                null => await DeathAsync(place),
                EngineEvent.Done { Interrupted: true } done => UnfinishedCell.Interrupted(place, done.Said),
                _ => _failure,
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            error = UnfinishedCell.TimeLimit(place, limit);
            await StopAsync(cancel);
        }
        await _native.EndAsync();
        return error;
    }

    /// <summary>Asks a question about code while no cell runs.</summary>
    /// <returns>The answer, or null when the engine is gone.</returns>
    public async Task<JsonObject?> QueryAsync(EngineRequest query, CancellationToken cancel) =>
        await AskAsync(query, cancel) is EngineEvent.Answer told ? told.Content : null;

    /// <summary>Has the engine load its compiler in advance, without waiting for it.</summary>
    public Task WarmUpAsync() => SendAsync(new EngineRequest.WarmUp());

    /// <summary>Asks the running cell to stop, and keeps the session. <see cref="ExecuteAsync"/> tells whether it did.</summary>
    public Task InterruptAsync() => SendAsync(new EngineRequest.Interrupt());

    /// <summary>Ends the engine, and kills the processes that it and its cells have left running.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(TimeLimits.Leave);
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // Killed below.
        }
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _sending.Dispose();
    }

    /// <summary>Kills the engine and its process group at once.</summary>
    public void Kill()
    {
        try
        {
            // First the process tree: a program that a cell started may have left the group.
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception)
        {
            // Gone meanwhile, or another user's.
        }
        LibC.KillGroup(_process.Id);
    }

    private static TaskCompletionSource<EngineEvent?> NewAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<EngineEvent?> AskAsync(EngineRequest request, CancellationToken cancel)
    {
        _answer = NewAnswer();
        // The events may have ended before this request was sent.
        if (_gone) return null;
        await SendAsync(request);
        return await _answer.Task.WaitAsync(cancel);
    }

    private async Task<CellError> DeathAsync(string place)
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        await _native.EndAsync();
        return UnfinishedCell.Died(place, _process.ExitCode, _native.Tail);
    }

    // The engine stops the cell, or leaves it behind; if it does not answer, the whole group is killed.
    private async Task StopAsync(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeLimits.Stop);
        try
        {
            await InterruptAsync();
            await _answer.Task.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private async Task SendAsync(EngineRequest request)
    {
        await _sending.WaitAsync();
        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(request.ToLine());
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The engine is dead: the end of its events says so, with the reason.
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadEventsAsync()
    {
        var reading = ReadLinesAsync();
        await _process.WaitForExitAsync();
        // A process that a cell forked may hold a copy of the pipe open: do not wait for end of file.
        await Task.WhenAny(reading, Task.Delay(TimeLimits.LastEvents));
        _gone = true;
        _answer.TrySetResult(null);
    }

    private async Task ReadLinesAsync()
    {
        try
        {
            while (await _process.StandardOutput.ReadLineAsync() is { } line)
            {
                switch (EngineEvent.Read(line))
                {
                    case null: break;
                    case EngineEvent.Input question: _ = AnswerAsync(question); break;
                    case EngineEvent.Error failed: _failure = failed.Cause; break;
                    case (EngineEvent.Ready or EngineEvent.Done or EngineEvent.Answer) and var last: _answer.TrySetResult(last); break;
                    case var told: _output(told); break;
                }
            }
        }
        catch (Exception error) when (error is IOException or JsonException or ObjectDisposedException)
        {
            // The incomplete last line of an engine that was killed while writing.
        }
    }

    private async Task AnswerAsync(EngineEvent.Input question) => await SendAsync(await Ask(question));

    private NotebookException DidNotStart() => new(
        $"The engine process did not start. {_native.Tail.Split('\n')[0]}".TrimEnd(),
        "Build the solution again (dotnet build) and check that the .NET 10 runtime is installed.");
}
