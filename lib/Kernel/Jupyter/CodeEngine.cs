using CowNotebooks.Kernel.Engine;

namespace CowNotebooks.Kernel.Jupyter;

/// <summary>The engine process behind the front door: started at once, started anew after it died, asked to stop what it runs.</summary>
internal sealed class CodeEngine(string folder) : IAsyncDisposable
{
    // From here on a cell that was asked to stop is said not to have.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource closing = new();
    private Task<EngineProcess> engine = StartAsync(folder);
    private Cell? running;

    private sealed record Cell(string Place, Action<EngineEvent> Output)
    {
        public bool WasInterrupted { get; set; }

        public bool WasKilled { get; set; }
    }

    /// <summary>A living engine.</summary>
    /// <exception cref="NotebookException">It cannot be started.</exception>
    public async Task<EngineProcess> GetAsync()
    {
        if (engine.IsCompletedSuccessfully && !(await engine).IsAlive)
        {
            await (await engine).DisposeAsync();
            engine = StartAsync(folder);
        }
        else if (engine.IsFaulted)
        {
            engine = StartAsync(folder);
        }
        return await engine;
    }

    /// <summary>Runs a cell, however long it takes.</summary>
    /// <returns>Why it failed, or null.</returns>
    public async Task<CellError?> ExecuteAsync(string place, string code, Action<EngineEvent> output)
    {
        try
        {
            var process = await GetAsync();
            var cell = running = new Cell(place, output);
            var error = await process.ExecuteAsync(place, code, Timeout.InfiniteTimeSpan, output, closing.Token);
            if (process.IsAlive) return error;
            var lost = "What the cells before it declared is lost: run them again.";
            return cell.WasKilled
                ? new CellError("Interrupted", $"The engine was ended, because {place} did not stop. {lost}", place, [$"The engine was ended, because {place} did not stop.", lost])
                : error! with { Message = $"{error.Message} {lost}", Traceback = [error.Traceback[0], lost, .. error.Traceback.Skip(1)] };
        }
        catch (NotebookException error)
        {
            return new CellError("KernelDied", error.Message, place, [error.Message]);
        }
        finally
        {
            running = null;
        }
    }

    /// <summary>
    /// Stops the cell that runs, and says so when it does not stop. The second time, the engine is ended: nothing else stops a native call.
    /// Nothing happens when no cell runs.
    /// </summary>
    public async Task InterruptAsync()
    {
        if (running is not { } cell || !engine.IsCompletedSuccessfully) return;
        var process = await engine;
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
        await closing.CancelAsync();
        try
        {
            await (await engine).DisposeAsync();
        }
        catch (NotebookException)
        {
            // It never started.
        }
        closing.Dispose();
    }

    private static async Task<EngineProcess> StartAsync(string folder)
    {
        var process = await EngineProcess.StartAsync(folder, CancellationToken.None);
        await process.WarmUpAsync();
        return process;
    }

    private async Task WarnAsync(Cell cell)
    {
        await Task.Delay(Patience);
        if (running != cell || cell.WasKilled) return;
        cell.Output(new EngineEvent.Stream("stderr",
            $"{cell.Place} has not stopped yet: it waits in code that cannot be interrupted, a native call for instance.\n" +
            "Interrupt once more to end the engine: what the cells declared is lost then.\n"));
    }
}
