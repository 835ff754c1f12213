using CowNotebooks.Lab.Watching;

namespace CowNotebooks.Lab;

/// <summary>A process that is watched, as it was first, at the last look, and now.</summary>
public sealed class WatchedProcess
{
    internal WatchedProcess(WatchSample first, WatchSample previous, WatchSample now, WatchSample read) => (First, Previous, Now, Read) = (first, previous, now, read);

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

    /// <summary>When its memory was read last.</summary>
    internal WatchSample Read { get; }

    /// <summary>Its memory was read.</summary>
    internal WatchedProcess With(WatchSample now) => new(First, Now, now, now);

    /// <summary>Its memory was read once more at this look, or is not known after all (null).</summary>
    internal WatchedProcess Again(WatchSample? now) => now is not null && now.Stat.StartTicks == Now.Stat.StartTicks
        ? new(First, Previous, now, now)
        : new(First, Previous, Now with { Memory = default, Why = WatchSample.NotNow }, Read);

    /// <summary>Its memory was not read: it is what it was, or else not known.</summary>
    internal WatchedProcess WithGlance(WatchSample now, bool isAsBefore) => new(First, Now, isAsBefore ? now with { Memory = Read.Memory, Why = Read.Why } : now, Read);
}
