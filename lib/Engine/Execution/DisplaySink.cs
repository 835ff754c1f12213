using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Engine.Execution;

/// <summary>Where <c>display</c> and its kin send what they show: a process runs one session, and cells call static methods.</summary>
internal static class DisplaySink
{
    private static Action<EngineEvent>? sink;

    public static void Connect(Action<EngineEvent> emit) => sink = emit;

    public static void Emit(EngineEvent shown) =>
        (sink ?? throw new InvalidOperationException("display works in a cell only."))(shown);
}
