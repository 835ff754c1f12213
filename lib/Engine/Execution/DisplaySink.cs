using CowNotebooks.Engine.Execution.Interrupting;
using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Engine.Execution;

/// <summary>The destination of <c>display</c> and related functions, static because a process runs one session and cells call static methods.</summary>
internal static class DisplaySink
{
    private static Action<EngineEvent>? sink;

    public static void Connect(Action<EngineEvent> emit) => sink = emit;

    public static void Emit(EngineEvent shown)
    {
        CellRun.RefuseOutputOfTheLeft();
        (sink ?? throw new InvalidOperationException("display works in a cell only."))(shown);
    }
}
