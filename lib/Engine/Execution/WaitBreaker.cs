namespace CowNotebooks.Engine.Execution;

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
