using System.Text.Json.Nodes;

namespace CowNotebooks.Kernel.Execution;

/// <summary>Where <c>display</c> sends its bundles: a process runs one session, and cells call static methods.</summary>
internal static class DisplaySink
{
    private static Action<JsonObject>? sink;

    public static void Connect(Action<JsonObject> display) => sink = display;

    public static void Display(JsonObject data) =>
        (sink ?? throw new InvalidOperationException("display works in a cell only."))(data);
}
