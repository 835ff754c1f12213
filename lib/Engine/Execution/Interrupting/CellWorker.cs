using System.Collections.Concurrent;
using System.Diagnostics;

namespace CowNotebooks.Engine.Execution.Interrupting;

/// <summary>A thread that takes work from the queue, piece by piece, until it is left behind.</summary>
internal sealed class CellWorker
{
    private const int Idle = 0, Busy = 1, Interrupting = 2;

    private readonly BlockingCollection<Action> _work;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private volatile int _threadId;
    private volatile bool _wasInterrupted;
    private volatile bool _isLeft;
    private int _state;

    public CellWorker(BlockingCollection<Action> work)
    {
        _work = work;
        // Recursion in cells may be deep.
        _thread = new Thread(Loop, maxStackSize: 16 << 20) { IsBackground = true, Name = "cells" };
        // Not with the context of the cell that happens to be interrupted.
        _thread.UnsafeStart();
    }

    /// <summary>Whether a piece of work is being done.</summary>
    public bool IsBusy => Volatile.Read(ref _state) != Idle;

    /// <summary>Whether the thread takes no more work.</summary>
    public bool IsLeft => _isLeft;

    /// <summary>Completes when a thread that was left behind has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Ends the waits of the work until it is done.</summary>
    /// <param name="done">The cell's end.</param>
    /// <param name="untilForgotten">Then a cell that has no work here is given up.</param>
    /// <param name="untilLeft">Then every cell is given up.</param>
    /// <param name="pause">Between two looks.</param>
    /// <returns>False when the cell was given up.</returns>
    public async Task<bool> StopAsync(Task done, TimeSpan untilForgotten, TimeSpan untilLeft, TimeSpan pause)
    {
        var clock = Stopwatch.StartNew();
        for (var isFirst = true; !done.IsCompleted; isFirst = false)
        {
            await Task.WhenAny(done, Task.Delay(pause)).ConfigureAwait(false);
            if (done.IsCompleted) break;
            if (clock.Elapsed >= untilLeft || (clock.Elapsed >= untilForgotten && !IsBusy)) return false;
            // Once, then again and again when the work has had its time to tidy up: it may catch the exception and wait again.
            if (isFirst || clock.Elapsed >= CellRun.TidyUp) BreakWait();
        }
        return true;
    }

    /// <summary>Lets the thread end when its work does, and gives it only the time that nobody else wants.</summary>
    public void LeaveBehind()
    {
        _isLeft = true;
        LibC.GiveWay(_threadId);
        _ = BreakWaitsAsync();
    }

    private async Task BreakWaitsAsync()
    {
        while (!_ended.Task.IsCompleted)
        {
            await Task.WhenAny(_ended.Task, Task.Delay(1000)).ConfigureAwait(false);
            BreakWait();
        }
    }

    // Thread.Interrupt stays pending until the thread waits, so it is used only within a piece of work.
    private void BreakWait()
    {
        if (Interlocked.CompareExchange(ref _state, Interrupting, Busy) != Busy) return;
        if (_thread.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin))
        {
            _wasInterrupted = true;
            _thread.Interrupt();
        }
        Volatile.Write(ref _state, Busy);
    }

    private void Loop()
    {
        _threadId = LibC.ThreadId();
        while (!_isLeft)
        {
            var piece = _work.Take();
            if (_isLeft)
            {
                // It was left in the moment in which it had become idle: the piece is for its successor.
                _work.Add(piece);
                break;
            }
            Volatile.Write(ref _state, Busy);
            piece();
            // Spins, since waiting for a lock could itself be interrupted.
            while (Interlocked.CompareExchange(ref _state, Idle, Busy) != Busy) Thread.SpinWait(20);
            if (_wasInterrupted) TakePendingInterrupt();
        }
        _ended.SetResult();
    }

    private void TakePendingInterrupt()
    {
        _wasInterrupted = false;
        try
        {
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
            // Otherwise the next cell's first wait would end.
        }
    }
}
