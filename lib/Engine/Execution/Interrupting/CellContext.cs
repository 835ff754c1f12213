using System.Collections.Concurrent;

namespace CowNotebooks.Engine.Execution.Interrupting;

/// <summary>Brings the continuations of one run's awaits to the cells' thread, until the run is left behind.</summary>
/// <param name="work">The thread's queue.</param>
/// <param name="failed">Receives what an async void method of the cell throws.</param>
internal sealed class CellContext(BlockingCollection<Action> work, Action<Exception> failed) : SynchronizationContext
{
    private volatile bool _isClosed;

    /// <summary>Drops all further continuations: an interrupted cell must not go on while another one runs.</summary>
    public void Close() => _isClosed = true;

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        // .NET Interactive's scheduler blocks the cell's thread until a command that the cell has sent is done: its own code must go on elsewhere.
        if (state is Action { Target: { } box } && box.GetType().GenericTypeArguments.Any(type => type.Assembly == typeof(Microsoft.DotNet.Interactive.Kernel).Assembly))
            ThreadPool.UnsafeQueueUserWorkItem(_ => d(state), null);
        else
            work.Add(() => Run(d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Post to the cell's context and await.");

    private void Run(SendOrPostCallback d, object? state)
    {
        if (_isClosed) return;
        SetSynchronizationContext(this);
        try
        {
            d(state);
        }
#pragma warning disable CA1031 // What the user's async void methods throw would end the process.
        catch (Exception error)
#pragma warning restore CA1031
        {
            failed(error);
        }
    }
}
