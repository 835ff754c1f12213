using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Messages;
using CowNotebooks.Notebooks.Running;

namespace CowNotebooks.Jupyter.Serving;

/// <summary>The engine process behind a Jupyter kernel: started immediately, restarted after it died, interrupted on request.</summary>
internal sealed class RestartingEngine(string folder) : IAsyncDisposable
{
    private const string Lost = "What the cells before it declared is lost: run them again.";

    private readonly CancellationTokenSource _closing = new();
    private Task<EngineProcess> _engine = StartAsync(folder);
    private Cell? _running;
    private bool _isLossTold;
    private string? _loss;

    private sealed record Cell(string Place, Action<EngineEvent> Output)
    {
        public bool WasInterrupted { get; set; }

        public bool WasKilled { get; set; }
    }

    /// <summary>A living engine.</summary>
    /// <exception cref="NotebookException">It cannot be started.</exception>
    public async Task<EngineProcess> GetAsync()
    {
        if (_engine.IsCompletedSuccessfully && !(await _engine).IsAlive)
        {
            // A thread that a cell left running may end the process between cells.
            if (!_isLossTold) _loss = $"The engine process ended after the last cell was done. {Lost}\n";
            _isLossTold = false;
            await (await _engine).DisposeAsync();
            _engine = StartAsync(folder);
        }
        else if (_engine.IsFaulted)
        {
            _engine = StartAsync(folder);
        }
        return await _engine;
    }

    /// <summary>Runs a cell, however long it takes.</summary>
    /// <param name="place">Its name in errors.</param>
    /// <param name="code">Its source.</param>
    /// <param name="language">The language that its metadata names; null for C#.</param>
    /// <param name="output">Receives what it shows.</param>
    /// <param name="ask">Answers what it asks; null when nobody can.</param>
    /// <returns>Why it failed, or null.</returns>
    public async Task<CellError?> ExecuteAsync(string place, string code, string? language, Action<EngineEvent> output, Func<EngineEvent.Input, Task<EngineRequest.Input>>? ask)
    {
        try
        {
            var process = await GetAsync();
            var cell = _running = new Cell(place, output);
            if (_loss is not null) output(new EngineEvent.Stream("stderr", _loss));
            _loss = null;
            if (ask is not null) process.Ask = ask;
            var error = await process.ExecuteAsync(place, code, language, Timeout.InfiniteTimeSpan, output, _closing.Token);
            if (process.IsAlive) return error;
            _isLossTold = true;
            return cell.WasKilled
                ? new CellError("Interrupted", $"The engine was ended, because {place} did not stop. {Lost}", place, [$"The engine was ended, because {place} did not stop.", Lost])
                : error! with { Message = $"{error.Message} {Lost}", Traceback = [error.Traceback[0], Lost, .. error.Traceback.Skip(1)] };
        }
        catch (NotebookException error)
        {
            return new CellError("EngineDied", error.Message, place, [error.Message]);
        }
        finally
        {
            _running = null;
        }
    }

    /// <summary>
    /// Interrupts the running cell, and warns when it does not stop. The second time, the engine is killed.
    /// Nothing happens when no cell runs.
    /// </summary>
    public async Task InterruptAsync()
    {
        if (_running is not { } cell || !_engine.IsCompletedSuccessfully) return;
        var process = await _engine;
        if (cell.WasInterrupted)
        {
            cell.WasKilled = true;
            process.Kill();
            return;
        }
        cell.WasInterrupted = true;
        await process.InterruptAsync();
        _ = WarnAsync(cell);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        try
        {
            await (await _engine).DisposeAsync();
        }
        catch (NotebookException)
        {
            // It never started.
        }
        _closing.Dispose();
    }

    private static async Task<EngineProcess> StartAsync(string folder)
    {
        var process = await EngineProcess.StartAsync(folder, CancellationToken.None);
        await process.WarmUpAsync();
        return process;
    }

    private async Task WarnAsync(Cell cell)
    {
        await Task.Delay(TimeLimits.Interrupt);
        if (_running != cell || cell.WasKilled) return;
        cell.Output(new EngineEvent.Stream("stderr",
            $"{cell.Place} has not stopped yet: the engine does not answer.\n" +
            "Interrupt once more to end the engine: what the cells declared is lost then.\n"));
    }
}
