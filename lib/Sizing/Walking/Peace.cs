using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Walking;

/// <summary>
/// Keeps collections away from a walk without writing to the heap. On Linux the runtime stops a thread that runs managed code by
/// sending it SIGRTMIN (dotnet/runtime, src/coreclr/pal/src/exception/signal.cpp, INJECT_ACTIVATION_SIGNAL). While this thread
/// blocks that signal and makes no call, a collection that another thread wants waits until the signal is let through.
/// </summary>
/// <remarks>
/// Nothing is trusted to it. Walks are judged by the count of collections before and after; where the signal does not do what is said here
/// a walk is merely repeated more often.
/// </remarks>
internal static unsafe class Peace
{
    private static readonly LibC.SignalSet Stop = StopSignal();

    public static LibC.SignalSet Begin()
    {
        var stop = Stop;
        LibC.SignalSet before = default;
        _ = LibC.PThreadSigMask(LibC.SIG_BLOCK, &stop, &before);
        return before;
    }

    public static void End(LibC.SignalSet before) => _ = LibC.PThreadSigMask(LibC.SIG_SETMASK, &before, null);

    private static LibC.SignalSet StopSignal()
    {
        var set = default(LibC.SignalSet);
        set.Add(LibC.SigRtMin());
        return set;
    }
}
