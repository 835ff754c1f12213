namespace CowNotebooks.Lab;

/// <summary>All watched processes at one moment.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Elapsed">How long after the watch began.</param>
/// <param name="Processes">Those that are there; none when the last one has ended.</param>
/// <param name="New">Those among them that came since the last look.</param>
/// <param name="Ended">Those that ended since the last look, as they were then.</param>
public sealed record WatchLook(
    DateTimeOffset Time, TimeSpan Elapsed, IReadOnlyList<WatchedProcess> Processes, IReadOnlyList<WatchedProcess> New, IReadOnlyList<WatchedProcess> Ended)
{
    /// <summary>What watching has cost so far.</summary>
    public WatchCost Own { get; init; } = new(TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>False when memory has moved and to read it had to wait, to stay below 1 % of a core: its figures are then null.</summary>
    public bool IsMemoryKnown { get; init; }

    /// <summary>Memory was read; otherwise it is known where nothing has moved.</summary>
    internal bool IsMemoryRead { get; init; }

    /// <summary>How long after the last reading of memory the next one was planned; what was asked for, or more.</summary>
    public TimeSpan Interval { get; init; }
}

/// <summary>What watching cost this process.</summary>
/// <param name="CpuTime">CPU time of all its threads, in user mode and in the kernel.</param>
/// <param name="WallTime">In how long.</param>
public sealed record WatchCost(TimeSpan CpuTime, TimeSpan WallTime)
{
    /// <summary>The share of one core: 0.01 is 1 %.</summary>
    public double Share => WallTime > TimeSpan.Zero ? CpuTime / WallTime : 0;
}
