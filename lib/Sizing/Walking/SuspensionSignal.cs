using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Walking;

/// <summary>
/// The signal by which the runtime suspends a thread. Blocking it keeps collections away from a walk without writing to the heap: on Linux the runtime stops a thread that runs managed code by
/// sending it SIGRTMIN (dotnet/runtime, src/coreclr/pal/src/exception/signal.cpp, INJECT_ACTIVATION_SIGNAL). While this thread
/// blocks that signal and makes no call, a collection that another thread wants waits until the signal is let through.
/// </summary>
/// <remarks>
/// A walk is not right because of it: a walk counts only when the number of collections is the same before and after. Where the signal does not do
/// what is said here, walks are repeated more often.
/// </remarks>
internal static unsafe class SuspensionSignal
{
    private static readonly LibC.SignalSet Signal = Find();

    /// <summary>Blocks it for this thread.</summary>
    /// <returns>What was blocked before, for <see cref="Restore"/>.</returns>
    public static LibC.SignalSet Block()
    {
        var signal = Signal;
        LibC.SignalSet before = default;
        _ = LibC.PThreadSigMask(LibC.SIG_BLOCK, &signal, &before);
        return before;
    }

    /// <summary>Lets it through again.</summary>
    public static void Restore(LibC.SignalSet before) => _ = LibC.PThreadSigMask(LibC.SIG_SETMASK, &before, null);

    private static LibC.SignalSet Find()
    {
        var set = default(LibC.SignalSet);
        set.Add(LibC.SigRtMin());
        return set;
    }
}
