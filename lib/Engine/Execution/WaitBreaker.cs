namespace CowNotebooks.Engine.Execution;

/// <summary>
/// Gets the cell's thread out of Thread.Sleep, Task.Wait, a lock: ControlledExecution reaches it only where it runs, Thread.Interrupt
/// only where it waits. Made and disposed of on the cell's thread; outside of that no interrupt may hit it.
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
        // Not on the thread that cancels: there ControlledExecution waits until the cell has stopped.
        _registration = interrupt.UnsafeRegister(static self => _ = ((WaitBreaker)self!).BreakAsync(), this);

    public void Dispose()
    {
        // Spins: a lock is a wait, and could be broken.
        while (Interlocked.CompareExchange(ref _state, Left, Within) != Within) Thread.SpinWait(20);
        _registration.Unregister();
        if (!_wasUsed) return;
        try
        {
            // An interrupt that found no wait would break the next one.
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
            // Gone with this.
        }
    }

    private async Task BreakAsync()
    {
        // Again and again: the cell may catch what it is thrown, and wait anew.
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
