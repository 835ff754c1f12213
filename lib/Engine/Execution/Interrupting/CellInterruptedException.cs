namespace CowNotebooks.Engine.Execution.Interrupting;

/// <summary>
/// Stops the code of a cell that was interrupted. On a thread of its own, or in a timer's callback, the code ends with it, and the engine goes on:
/// see <see cref="IsBehind"/>.
/// </summary>
#pragma warning disable CA1032 // It is thrown nowhere else.
internal sealed class CellInterruptedException() : OperationCanceledException("The cell was interrupted.")
#pragma warning restore CA1032
{
    /// <summary>Whether an exception that nobody has caught is this one, or was thrown because of it.</summary>
    public static bool IsBehind(Exception error) => error switch
    {
        CellInterruptedException => true,
        AggregateException several => several.InnerExceptions.Any(IsBehind),
        _ => error.InnerException is { } cause && IsBehind(cause),
    };
}
