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
    private static readonly CancellationToken Never = new CancellationTokenSource().Token;

    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];
    private bool _isWornOut;

    public CellThread() => Start();

    public override void Post(SendOrPostCallback d, object? state)
    {
        // .NET Interactive's scheduler blocks the cell's thread until a command that the cell has sent is done: its own code must go on elsewhere.
        if (state is Action { Target: { } box } && box.GetType().GenericTypeArguments.Any(type => type.Assembly == typeof(Microsoft.DotNet.Interactive.Kernel).Assembly))
            ThreadPool.UnsafeQueueUserWorkItem(_ => d(state), null);
        else
            _queue.Add((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Post to the cell thread and await.");

    /// <summary>Starts <paramref name="work"/> on the thread.</summary>
    public Task<T> InvokeAsync<T>(Func<Task<T>> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        // With the caller's context: it holds the command that the cell answers.
        var context = ExecutionContext.Capture();
        Post(_ => ExecutionContext.Run(context!, _ => Complete(), null), null);
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
        // ControlledExecution (.NET 10.0.12) never ends with a token that cannot be cancelled.
        if (!interrupt.CanBeCanceled) interrupt = Never;
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

/// <summary>
/// Gets the cell's thread out of Thread.Sleep, Task.Wait or a lock: ControlledExecution stops only a running thread, Thread.Interrupt
/// only a waiting one. Created and disposed of on the cell's thread; no interrupt may arrive outside that time.
/// </summary>
internal sealed class WaitBreaker : IDisposable
{
    private const int Within = 0, Interrupting = 1, Left = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Thread _thread = Thread.CurrentThread;
    private readonly CancellationTokenRegistration _registration;
    private int _state = Within;
    private bool _wasUsed;

    public WaitBreaker(CancellationToken interrupt) =>
        // Not on the cancelling thread, where ControlledExecution waits until the cell has stopped.
        _registration = interrupt.UnsafeRegister(static self => _ = ((WaitBreaker)self!).BreakAsync(), this);

    public void Dispose()
    {
        // Spins, since waiting for a lock could itself be interrupted.
        while (Interlocked.CompareExchange(ref _state, Left, Within) != Within) Thread.SpinWait(20);
        _registration.Unregister();
        if (!_wasUsed) return;
        try
        {
            // A pending interrupt would break the next wait, so it is taken here.
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
            // The pending interrupt is consumed.
        }
    }

    private async Task BreakAsync()
    {
        // Repeatedly: the cell may catch the exception and wait again.
        while (true)
        {
            await Task.Delay(Pause).ConfigureAwait(false);
            if (Interlocked.CompareExchange(ref _state, Interrupting, Within) != Within) return;
            _wasUsed = true;
            _thread.Interrupt();
            Volatile.Write(ref _state, Within);
        }
    }
}
