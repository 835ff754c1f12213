using System.Globalization;

namespace CowNotebooks.Forking.Parenting;

/// <summary>Makes and reaps the children of a .NET parent.</summary>
/// <param name="work">Prepares what a child will run.</param>
/// <param name="requests">The parent's own channel, which is not the child's business.</param>
/// <param name="answers">The same, the other way.</param>
internal sealed class Forks(IParentWork work, int requests, int answers)
{
    private bool _rehearsed;

    /// <summary>Forks a child that talks to the observer over the two FIFOs. Answers its PID.</summary>
    public IEnumerable<(string Key, string Value)> Fork(string toChild, string fromChild, string gc)
    {
        if (ForkGuards.FirstMissing() is { } missing) throw new InvalidOperationException(missing);
        var slices = work.PrepareChild(gc);
        if (!_rehearsed) ChildLoop.Rehearse(slices);
        _rehearsed = true;
        var childRequests = LibC.Open(toChild, LibC.O_RDONLY);
        var childAnswers = LibC.Open(fromChild, LibC.O_WRONLY);
        var pid = LibC.Fork();
        if (pid == 0)
        {
            // With the parent's channel open here, the observer could not see the parent end.
            LibC.Close(requests);
            LibC.Close(answers);
            ChildLoop.Run(childRequests, childAnswers, slices);
        }

        LibC.Close(childRequests);
        LibC.Close(childAnswers);
        return [("pid", pid.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>Waits for a child that has ended or is about to. Answers how it ended.</summary>
    public static IEnumerable<(string Key, string Value)> Reap(int pid) => LibC.WaitFor(pid) switch
    {
        (_, { } signal) => [("signal", signal.ToString(CultureInfo.InvariantCulture))],
        var (exit, _) => [("exit", exit!.Value.ToString(CultureInfo.InvariantCulture))],
    };
}
