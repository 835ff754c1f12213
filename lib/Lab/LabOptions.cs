using CowNotebooks.Forking;

namespace CowNotebooks.Lab;

/// <summary>Settings of a session.</summary>
public sealed record LabOptions
{
    /// <summary>How long one request may take: allocating, forking, or one slice. 5 minutes unless told.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeLimits.Request;

    /// <summary>How long a runtime may take to start. 30 seconds unless told.</summary>
    public TimeSpan StartLimit { get; init; } = TimeLimits.Start;

    /// <summary>Trace every page fault: what it did, which word was touched, which code touched it. Costs some microseconds a fault.</summary>
    public bool TraceFaults { get; init; }

    /// <summary>Where the parent is started; its code finds files and modules from there. The root unless told.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>
    /// A run in one go gets its growth curve, from the trace of its faults, or where that is refused from samples. Costs some microseconds a fault.
    /// </summary>
    public bool Curve { get; init; } = true;

    /// <summary>Read the page map of the side that waits as well: what the one copies, the other has alone.</summary>
    public bool BothSides { get; init; } = true;

    /// <summary>Read the page map after every slice, not only after the last: one sees the workload walk through memory.</summary>
    public bool PagesBySlice { get; init; }

    /// <summary>Told of the process that runs a cell while all wait, after the first measurement and after the last (true): a check from outside looks then.</summary>
    internal Action<int, bool>? Measured { get; init; }
}
