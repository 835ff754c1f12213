using System.Diagnostics;

namespace CowNotebooks.Engine.Execution.Interrupting;

/// <summary>
/// One run of a cell's code. It flows with the execution context to every task and thread that the code starts, so that an interrupt stops those of
/// this cell and no other's.
/// </summary>
/// <param name="interrupt">Is cancelled by the interrupt.</param>
internal sealed class CellRun(CancellationToken interrupt)
{
    // For how long the checks stay awake: long enough for the turn of a loop in which a thread of the cell may be.
    private static readonly TimeSpan Awake = TimeSpan.FromSeconds(5);

    private static readonly AsyncLocal<CellRun?> Flowing = new();
    private static readonly Lock Counting = new();
    private static int interrupted;

    [ThreadStatic]
    private static CellRun? stopped;

    private long _interruptedAt;
    private volatile bool _isLeft;

    /// <summary>The run that the calling code belongs to; null for the engine's own.</summary>
    public static CellRun? Current => Flowing.Value;

    /// <summary>Is cancelled when the run is interrupted.</summary>
    public CancellationToken Interrupted => interrupt;

    /// <summary>For how long code that was stopped may tidy up, in finally blocks and Dispose methods, before it is stopped again.</summary>
    public static TimeSpan TidyUp { get; } = TimeSpan.FromSeconds(0.3);

    /// <summary>Makes the calling code, and what it starts, part of this run.</summary>
    public void Enter() => Flowing.Value = this;

    /// <summary>Has every check in this run's code stop it.</summary>
    public void Interrupt()
    {
        Volatile.Write(ref _interruptedAt, Stopwatch.GetTimestamp());
        lock (Counting)
        {
            interrupted++;
            CellInterrupt.Set(true);
        }
    }

    /// <summary>Lets the checks sleep again, some time after the interrupt and not before <paramref name="left"/> has ended.</summary>
    public static async Task SettleAsync(Task left)
    {
        await Task.WhenAll(left, Task.Delay(Awake));
        lock (Counting)
        {
            interrupted--;
            CellInterrupt.Set(interrupted > 0);
        }
    }

    /// <summary>The cell no longer waits for this run: what it still writes or displays belongs to no cell.</summary>
    public void Leave() => _isLeft = true;

    /// <summary>Stops the calling thread, once; later, when it has had its time to tidy up, each time.</summary>
    /// <exception cref="CellInterruptedException">The run was interrupted.</exception>
    public void ThrowIfInterrupted()
    {
        if (Volatile.Read(ref _interruptedAt) is not (> 0 and var at)) return;
        if (stopped == this && Stopwatch.GetElapsedTime(at) < TidyUp) return;
        stopped = this;
        throw new CellInterruptedException();
    }

    /// <summary>Called before something is written or displayed.</summary>
    /// <exception cref="CellInterruptedException">The calling code belongs to a run that was left behind.</exception>
    public static void RefuseOutputOfTheLeft()
    {
        if (Current is { _isLeft: true }) throw new CellInterruptedException();
    }
}
