using CowNotebooks.Lab.Watching;

namespace CowNotebooks.Lab;

/// <summary>A process that is watched, as it was first, at the last look, and now.</summary>
public sealed class WatchedProcess
{
    internal WatchedProcess(WatchSample first, WatchSample previous, WatchSample now) => (First, Previous, Now) = (first, previous, now);

    /// <summary>Its PID.</summary>
    public int Pid => Now.Stat.Pid;

    /// <summary>Its parent's PID, which changes when the parent ends.</summary>
    public int ParentPid => Now.Stat.ParentPid;

    /// <summary>The name that it gave itself.</summary>
    public string Name => Now.Stat.Comm;

    /// <summary>A figure of <see cref="WatchFigures"/>, now; null when it could not be had (<see cref="Why"/>) or means nothing yet, as a rate at the first look.</summary>
    public double? this[WatchFigure figure] => figure.Of([this]);

    /// <summary>Why its memory could not be read, in a sentence or two; empty when it was.</summary>
    public string Why => Now.Why;

    internal WatchSample First { get; }

    internal WatchSample Previous { get; }

    internal WatchSample Now { get; }

    internal WatchedProcess With(WatchSample now) => new(First, Now, now);
}
