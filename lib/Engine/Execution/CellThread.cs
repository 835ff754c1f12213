using System.Collections.Concurrent;
using System.Runtime;

namespace CowNotebooks.Engine.Execution;

/// <summary>
/// The one thread that runs cells. Continuations of a cell's awaits run on it, so that an interrupt reaches the code
/// after an await as well: ControlledExecution stops only the thread it was called on. It stops a thread only once (.NET 10.0.12: a second
/// token is ignored), so after an interrupt another thread takes over; nor can it stop a thread that a stopped thread has started.
/// </summary>
internal sealed class CellThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];
    private bool _isWornOut;

    public CellThread() => Start();

    public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Post to the cell thread and await.");

    /// <summary>Starts <paramref name="work"/> on the thread.</summary>
    public Task<T> InvokeAsync<T>(Func<Task<T>> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(_ => Complete(), null);
        return done.Task;

        async void Complete()
        {
            try
            {
                done.SetResult(await work());
            }
#pragma warning disable CA1031 // Every exception of the work goes to the caller that awaits it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                done.SetException(error);
            }
        }
    }

    /// <summary>
    /// Runs the user's code to its end. Must be called on this thread.
    /// </summary>
    /// <exception cref="OperationCanceledException">The code was interrupted.</exception>
    public T RunUserCode<T>(Func<Task<T>> code, CancellationToken interrupt)
    {
        Task<T>? task = null;
        try
        {
#pragma warning disable SYSLIB0046 // ControlledExecution exists for this: stopping a runaway cell of an interactive session.
            ControlledExecution.Run(() =>
            {
                using var waits = new WaitBreaker(interrupt);
                task = code();
                // Wakes the loop below when the code ends on another thread.
                _ = task.ContinueWith(_ => Post(static _ => { }, null), TaskScheduler.Default);
                while (!task.IsCompleted)
                {
                    var (callback, state) = _queue.Take(interrupt);
                    callback(state);
                }
            }, interrupt);
#pragma warning restore SYSLIB0046
        }
        finally
        {
            _isWornOut = interrupt.IsCancellationRequested;
        }
        return task!.GetAwaiter().GetResult();
    }

    private void Start() => new Thread(Loop, maxStackSize: 16 << 20) { IsBackground = true, Name = "cells" }.Start();

    private void Loop()
    {
        _isWornOut = false;
        SetSynchronizationContext(this);
        while (!_isWornOut)
        {
            var (callback, state) = _queue.Take();
            callback(state);
        }
        _ = Task.Run(Start);
    }
}
