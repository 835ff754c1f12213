using System.ComponentModel;
using CowNotebooks.Engine.Execution.Interrupting;

namespace CowNotebooks.Engine;

/// <summary>
/// What the checks call that the engine compiles into every cell, at the head of each loop, method and lambda: there the user's code can stop,
/// on whichever thread it runs. Not meant to be written by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellInterrupt
{
    /// <summary>Whether some cell was interrupted a moment ago, so that <see cref="Stop"/> is to be called.</summary>
#pragma warning disable CA2211 // A field: a check reads it in every turn of a loop, and cells are compiled without inlining.
    public static volatile bool IsDue;
#pragma warning restore CA2211

    /// <summary>Stops the calling code when the cell that it belongs to was interrupted.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public static void Stop() => CellRun.Current?.ThrowIfInterrupted();
}
