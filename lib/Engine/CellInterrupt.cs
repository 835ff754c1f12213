using System.ComponentModel;

namespace CowNotebooks.Engine;

/// <summary>
/// What the checks call that the engine compiles into every cell, at the head of each loop, method and lambda: there the user's code can stop,
/// on whichever thread it runs. Not meant to be written by hand. Cells read the copy of this class in the default load context, which
/// the engine, in its own, reaches through AppContext.
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
    public static void Stop() => (AppContext.GetData(Key(nameof(Stop))) as Action)?.Invoke();

    /// <summary>Lets the engine set <see cref="IsDue"/> of this copy. Call it in the default context.</summary>
    internal static void Listen() => AppContext.SetData(Key(nameof(IsDue)), (Action<bool>)(due => IsDue = due));

    /// <summary>Connects <see cref="Stop"/> with the engine.</summary>
    /// <param name="stop">Throws when the calling code is to stop.</param>
    internal static void Connect(Action stop) => AppContext.SetData(Key(nameof(Stop)), stop);

    /// <summary>Sets <see cref="IsDue"/>, for cells and engine.</summary>
    internal static void Set(bool isDue)
    {
        IsDue = isDue;
        (AppContext.GetData(Key(nameof(IsDue))) as Action<bool>)?.Invoke(isDue);
    }

    private static string Key(string name) => $"{typeof(CellInterrupt).FullName}.{name}";
}
