namespace CowNotebooks.Engine.Serving;

/// <summary>
/// Moves the protocol off the standard descriptors, before anything else touches them. The engine is started with three pipes:
/// <code>
///  fd   as started        afterwards
///  0    requests          /dev/null            (requests: a duplicate, close-on-exec)
///  1    events            the same pipe as 2   (events:   a duplicate, close-on-exec)
///  2    native output     native output
/// </code>
/// What user code or a program it starts writes to descriptor 1 or 2 thus reaches the runner without mixing with the protocol, and the
/// runtime's last words (stack overflow) too.
/// </summary>
internal static class ProtocolPipes
{
    /// <summary>Takes the protocol's two pipes and makes this process the leader of a process group.</summary>
    /// <exception cref="IOException">A descriptor cannot be duplicated.</exception>
    public static (FileStream Requests, FileStream Events) Take()
    {
        // Ctrl-C in the terminal goes only to the runner, which decides whether to stop the engine.
        LibC.LeadGroup();
        var requests = LibC.Duplicate(0);
        var events = LibC.Duplicate(1);
        LibC.ReadNothingFrom(0);
        LibC.Replace(1, 2);
        return (new FileStream(requests, FileAccess.Read, 1), new FileStream(events, FileAccess.Write, 1));
    }
}
