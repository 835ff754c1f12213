using System.Globalization;

namespace CowNotebooks.Forking;

/// <summary>
/// What observer, parent and child say to each other. All of it is text, so that any runtime can be a parent with a short script.
/// <code>
///   observer ── fifo ───▶ parent     one line a request: words parted by tabs
///   observer ◀─ fifo ──── parent     one line an answer
///   observer ── fifo ───▶ child      one line a slice: "WORKLOAD SLICE SLICES\n", at most 128 bytes, so it arrives in one piece
///   observer ◀─ fifo ──── child      one byte an answer
///   observer ── lifeline ▶ both      never written; when the observer dies the kernel sends SIGIO to the parent's whole process group
/// </code>
/// The parent is started with a folder as its last argument. It makes itself leader of a process group, opens there the FIFOs <see cref="LifelineName"/>
/// (to read), <see cref="RequestsName"/> (to read) and <see cref="AnswersName"/> (to write), says <see cref="Ready"/>, and then answers requests until
/// they end. Between requests it sits in one blocking read.
/// </summary>
public static class Protocol
{
    /// <summary>Names of the FIFOs in the folder that the parent is given.</summary>
    public const string LifelineName = "lifeline", RequestsName = "requests", AnswersName = "answers", OutputName = "output";

    /// <summary>Parent, once, when it can take requests: "ready\tpid=…\tversion=…".</summary>
    public const string Ready = "ready";

    /// <summary>Parent, after a request it carried out: "ok\tkey=value…".</summary>
    public const string Ok = "ok";

    /// <summary>Parent, after a request it could not carry out: "error\tone sentence".</summary>
    public const string Error = "error";

    /// <summary>
    /// Observer: "fork\tTO\tFROM\tGC": open both FIFOs (TO for reading, FROM for writing), fork, close them in the parent, answer "ok\tpid=…".
    /// Sent once nothing else is under way in the parent.
    /// </summary>
    public const string Fork = "fork";

    /// <summary>Observer: "reap\tPID": wait for that child, answer "ok\texit=…" or "ok\tsignal=…". Sent only when the child has ended or is about to.</summary>
    public const string Reap = "reap";

    /// <summary>Observer: "run\tWORKLOAD": the parent runs that workload on the heap itself. Sent while every child waits.</summary>
    public const string Run = "run";

    /// <summary>Child, once, after the fork, when it is about to wait for its first slice. Nothing is measured before.</summary>
    public const byte ChildReady = (byte)'r';

    /// <summary>
    /// Observer to child, as its first slice: run everything once on a small heap of your own. fork leaves out the page tables of files, and whatever a
    /// process does for the first time it pays for in faults; with this they come before the first measurement.
    /// </summary>
    public const string WarmUp = "warm-up";

    /// <summary>Child, after a slice, as the last thing before it waits again. Measuring comes next.</summary>
    public const byte SliceDone = (byte)'d';

    /// <summary>Child, when a slice failed: the rest until the end of the file is the reason, and the child leaves.</summary>
    public const byte SliceFailed = (byte)'e';

    /// <summary>Observer to child: leave with exit code 0. So does the end of the file.</summary>
    public const string Quit = "quit";

    /// <summary>The longest request to a child, bytes.</summary>
    public const int MaxSliceRequest = 128;

    /// <summary>A request to the child: run slice <paramref name="slice"/> (from 0) of <paramref name="slices"/> of the workload.</summary>
    public static string SliceRequest(string workload, int slice, int slices) =>
        string.Create(CultureInfo.InvariantCulture, $"{workload} {slice} {slices}\n");
}
