using System.Diagnostics;
using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Forking.Parenting;

/// <summary>Forks and reaps the children of a .NET parent.</summary>
/// <param name="cells">What a child will run.</param>
/// <param name="requests">The parent's own requests, which the child closes.</param>
/// <param name="answers">The parent's own answers, likewise.</param>
internal sealed class Forks(ICells cells, int requests, int answers)
{
    private readonly HashSet<int> _children = [];
    private bool _isWarm;

    /// <summary>Forks a child that talks to the observer over two FIFOs and prints to a file. Answers its PID, and how long it took.</summary>
    public Answer Fork(string toChild, string fromChild, string output)
    {
        if (!_isWarm) ChildLoop.WarmUp(cells);
        _isWarm = true;
        cells.BeforeFork(childIsAlive: _children.Count > 0);
        // Flush buffered output before forking, or the child would print it again.
        StandardOutput.Flush();
        var forked = WithOpen(toChild, LibC.O_RDONLY, childRequests =>
            WithOpen(fromChild, LibC.O_WRONLY, childAnswers =>
                WithOpen(output, LibC.O_WRONLY | LibC.O_APPEND, childOutput => Fork(childRequests, childAnswers, childOutput))));
        _children.Add(forked.Pid);
        return forked.Write();
    }

    /// <summary>Waits for a child that has ended or is about to. Answers how it ended.</summary>
    public Answer Reap(int pid)
    {
        var (exit, signal) = LibC.WaitFor(pid);
        _children.Remove(pid);
        return new ReapAnswer(exit, signal).Write();
    }

    /// <summary>Ends this process when it is not the one with that PID: a cell called fork itself, and this is its child, which answers nothing.</summary>
    public static void EndIfNot(int pid)
    {
        if (LibC.Pid != pid) LibC.ExitNow(0);
    }

    private ForkAnswer Fork(int childRequests, int childAnswers, int childOutput)
    {
        var start = Stopwatch.GetTimestamp();
        var pid = LibC.Fork();
        if (pid != 0) return new ForkAnswer(pid, (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        // If the child held the parent's channel open, the observer would see no end of file when the parent ends.
        LibC.Close(requests);
        LibC.Close(answers);
        StandardOutput.SendTo(childOutput);
        LibC.Close(childOutput);
        ChildLoop.Run(childRequests, childAnswers, cells);
        throw new UnreachableException();
    }

    // The parent opens the child's FIFOs only around the fork: if it kept them, the observer would never see their end of file.
    private static T WithOpen<T>(string path, int flags, Func<int, T> use)
    {
        var fd = LibC.Open(path, flags);
        try
        {
            return use(fd);
        }
        finally
        {
            LibC.Close(fd);
        }
    }
}
