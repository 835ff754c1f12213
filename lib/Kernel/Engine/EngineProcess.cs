using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace CowNotebooks.Kernel.Engine;

/// <summary>The runner's side of the protocol: one engine, in a process of its own, with its working directory in the notebook's folder.</summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Process process;
    private readonly NativeOutput native;
    private readonly Channel<EngineEvent> events = Channel.CreateUnbounded<EngineEvent>();

    private EngineProcess(Process process)
    {
        this.process = process;
        native = new NativeOutput(process.StandardError.BaseStream);
        _ = ReadEventsAsync();
    }

    /// <summary>The process id, which is also its process group.</summary>
    public int Id => process.Id;

    /// <summary>False when the engine died or had to be killed.</summary>
    public bool IsAlive => !process.HasExited;

    /// <summary>Starts an engine and waits until it takes requests.</summary>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="cancel">Gives up waiting; the process is then gone.</param>
    /// <exception cref="NotebookException">The engine is not there or does not start.</exception>
    public static async Task<EngineProcess> StartAsync(string folder, CancellationToken cancel)
    {
        var engine = new EngineProcess(Process.Start(EngineCommand.In(folder))!);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(TimeSpan.FromSeconds(60));
            if (await engine.NextAsync(limit.Token) is EngineEvent.Ready) return engine;
            throw engine.DidNotStart();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await engine.DisposeAsync();
            throw engine.DidNotStart();
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs one cell.</summary>
    /// <param name="place">What to call it: <c>cell 3</c>.</param>
    /// <param name="code">Its source.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="output">Takes each stream, display and result as it comes.</param>
    /// <param name="cancel">Stops waiting; dispose of the engine then.</param>
    /// <returns>Why it failed, or null. See <see cref="IsAlive"/> before the next cell.</returns>
    public async Task<CellError?> ExecuteAsync(string place, string code, TimeSpan limit, Action<EngineEvent> output, CancellationToken cancel)
    {
        native.Begin(text => output(new EngineEvent.Stream("stdout", text)));
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(limit);
        CellError? error;
        try
        {
            await SendAsync(new EngineRequest.Execute(place, code));
            error = await FollowAsync(place, output, time.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            error = CellDeaths.TimeLimit(place, limit);
            await InterruptAsync(output, cancel);
        }
        await native.EndAsync();
        return error;
    }

    /// <summary>Ends the engine, and kills what it and its cells have started and left running.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            process.StandardInput.Close();
            using var limit = new CancellationTokenSource(Grace + TimeSpan.FromSeconds(1));
            await process.WaitForExitAsync(limit.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // Killed below.
        }
        Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Kills the engine and its process group at once.</summary>
    public void Kill()
    {
        try
        {
            // By the tree first: a program that a cell started may have left the group.
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception)
        {
            // Gone meanwhile, or not ours to kill.
        }
        PrivateChannel.KillGroup(process.Id);
    }

    private async Task<CellError?> FollowAsync(string place, Action<EngineEvent> output, CancellationToken cancel)
    {
        CellError? error = null;
        while (await NextAsync(cancel) is { } told)
        {
            switch (told)
            {
                case EngineEvent.Done: return error;
                case EngineEvent.Error failed: error = failed.Cause; break;
                default: output(told); break;
            }
        }
        await process.WaitForExitAsync(CancellationToken.None);
        await native.EndAsync();
        return CellDeaths.Died(place, process.ExitCode, native.Tail);
    }

    // An endless loop stops; a blocking native call does not, and then the whole group has to go.
    private async Task InterruptAsync(Action<EngineEvent> output, CancellationToken cancel)
    {
        using var grace = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        grace.CancelAfter(Grace);
        try
        {
            await SendAsync(new EngineRequest.Interrupt());
            await FollowAsync("", output, grace.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private async Task SendAsync(EngineRequest request)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(request), (byte)'\n']);
        }
        catch (IOException)
        {
            // The engine is dead: the end of its events says so, with the reason.
        }
    }

    // Null when the engine is gone.
    private async Task<EngineEvent?> NextAsync(CancellationToken cancel) =>
        await events.Reader.WaitToReadAsync(cancel) && events.Reader.TryRead(out var next) ? next : null;

    private async Task ReadEventsAsync()
    {
        var reading = ReadLinesAsync();
        await process.WaitForExitAsync();
        // A copy of the pipe may live on in a process that a cell forked: do not wait for its end.
        await Task.WhenAny(reading, Task.Delay(Grace));
        events.Writer.TryComplete();
    }

    private async Task ReadLinesAsync()
    {
        try
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (JsonSerializer.Deserialize<EngineEvent>(line) is { } told) events.Writer.TryWrite(told);
            }
        }
        catch (Exception error) when (error is IOException or JsonException or ObjectDisposedException)
        {
            // The last line of an engine that was killed while it wrote.
        }
    }

    private NotebookException DidNotStart() => new(
        $"The kernel process did not start. {native.Tail.Split('\n')[0]}".TrimEnd(),
        "Build the solution again (dotnet build) and check that the .NET 10 runtime is installed.");
}
