namespace CowNotebooks.Forking;

/// <summary>
/// What observer, parent and child find in the folder that the parent is given: lib/Parents/PROTOCOL.md.
/// <code>
///   observer ── fifo ───▶ parent     one line a request, see Messages.Request
///   observer ◀─ fifo ──── parent     one line an answer, see Messages.Answer
///   observer ── fifo ───▶ child      the same, straight to the child
///   observer ◀─ fifo ──── child
///   observer ── lifeline ▶ both      never written; when the observer is gone the kernel sends SIGKILL to the parent's whole process group
///   parent, child ── file ▶          what they print
/// </code>
/// </summary>
public static class Protocol
{
    /// <summary>Names in the folder that the parent is given.</summary>
    public const string LifelineName = "lifeline", RequestsName = "requests", AnswersName = "answers", OutputName = "output";
}
