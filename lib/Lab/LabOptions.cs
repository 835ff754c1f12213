using CowNotebooks.Forking;

namespace CowNotebooks.Lab;

/// <summary>Settings of a session.</summary>
public sealed record LabOptions
{
    /// <summary>How long one request may take: allocating, forking, or one slice. Default: 5 minutes.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeLimits.Request;

    /// <summary>How long a runtime may take to start. Default: 30 seconds.</summary>
    public TimeSpan StartLimit { get; init; } = TimeLimits.Start;

    /// <summary>How the collector of its children is set, unless a fork says otherwise. A setting that applies when the parent starts can be given only here.</summary>
    public Gc Gc { get; init; } = Gc.Default;

    /// <summary>Trace every page fault: what it did, which word was touched, which code touched it. Costs some microseconds a fault.</summary>
    public bool TraceFaults { get; init; }

    /// <summary>Where the parent is started; its code finds files and modules from there. Default: the root.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>
    /// Record the growth curve of a run of one slice, from the trace of its faults, or from samples where that is refused. Costs some microseconds a fault.
    /// </summary>
    public bool Curve { get; init; } = true;

    /// <summary>Read the page map of the waiting side as well: it becomes the sole owner of the originals that the other side copies.</summary>
    public bool BothSides { get; init; } = true;

    /// <summary>Read the page map after every slice, not only after the last: it shows the workload's progress through memory.</summary>
    public bool PagesBySlice { get; init; }

    /// <summary>Called with the process that runs a cell while all wait, after the first measurement and after the last (true), for external checks.</summary>
    internal Action<int, bool>? Measured { get; init; }
}
