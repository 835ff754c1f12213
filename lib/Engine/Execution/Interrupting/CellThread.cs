using System.Collections.Concurrent;

namespace CowNotebooks.Engine.Execution.Interrupting;

/// <summary>
/// The thread that runs cells; continuations of a cell's awaits run on it as well. An interrupt stops a cell in three ways, none of which the runtime can
/// trip over: the checks in its code throw (<see cref="CellInterrupt"/>), Thread.Interrupt ends its waits, and when it still runs
/// after a second, in a library or in native code, it is left behind, with the lowest priority, and another thread takes over.
/// (ControlledExecution, which aborts a thread, is not used: in .NET 10.0.12 it ends the process with SIGSEGV when the thread is just returning from a method.)
/// </summary>
internal sealed class CellThread
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // Code that awaits something on no thread of ours cannot be stopped, but need not be waited for either.
    private static readonly TimeSpan UntilForgotten = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan UntilLeft = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<Action> _work = [];
    private CellWorker _worker;

    public CellThread() => _worker = new CellWorker(_work);

    /// <summary>Runs the user's code to its end.</summary>
    /// <param name="code">The code; it starts on the thread.</param>
    /// <param name="left">Called when the code is left behind: it runs on, and nothing can stop it.</param>
    /// <param name="interrupt">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was interrupted and did not end by itself.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> code, Action left, CancellationToken interrupt)
    {
        interrupt.ThrowIfCancellationRequested();
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = new CellRun(interrupt);
        var context = new CellContext(_work, error => done.TrySetException(error));
        var caller = ExecutionContext.Capture()!;
        context.Post(_ => ExecutionContext.Run(caller, _ => Begin(), null), null);
        await using var registration = interrupt.UnsafeRegister(_ => _ = StopAsync(), null);
        return await done.Task;

        void Begin()
        {
            run.Enter();
            _ = EndAsync(code());
        }

        async Task EndAsync(Task<T> task)
        {
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            done.TrySetFromTask(task);
        }

        async Task StopAsync()
        {
            var worker = _worker;
            run.Interrupt();
            if (!await worker.StopAsync(done.Task, UntilForgotten, UntilLeft, Pause))
            {
                run.Leave();
                context.Close();
                if (worker.IsBusy)
                {
                    worker.LeaveBehind();
                    _worker = new CellWorker(_work);
                    left();
                }
                done.TrySetCanceled(CancellationToken.None);
            }
            await CellRun.SettleAsync(worker.IsLeft ? worker.Ended : Task.CompletedTask);
        }
    }
}
