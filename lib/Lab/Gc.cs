namespace CowNotebooks.Lab;

/// <summary>How the child's garbage collector is set before its first slice.</summary>
public sealed record Gc
{
    private Gc(string name) => Name = name;

    /// <summary>The name on the command line and in reports.</summary>
    public string Name { get; }

    /// <summary>As the runtime starts. On .NET nothing is collected unless the workload fills a generation.</summary>
    public static Gc Default { get; } = new("default");

    /// <summary>.NET: the child collects everything once, as the first act of its first slice.</summary>
    public static Gc Collecting { get; } = new("collecting");

    /// <summary>.NET: the child enters GC.TryStartNoGCRegion as the first act of its first slice. Entering may itself collect.</summary>
    public static Gc NoGcRegion { get; } = new("no-gc-region");

    /// <summary>CPython: gc.set_threshold(0) in the parent before the fork, as in the 2016 post.</summary>
    public static Gc Threshold0 { get; } = new("threshold0");

    /// <summary>CPython: gc.disable() in the parent before the fork.</summary>
    public static Gc Disabled { get; } = new("disabled");

    /// <summary>CPython 3.7 or later: gc.freeze() in the parent before the fork.</summary>
    public static Gc Frozen { get; } = new("frozen");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [Default.Name, Collecting.Name, NoGcRegion.Name, Threshold0.Name, Disabled.Name, Frozen.Name];

    /// <summary>The one of that name.</summary>
    /// <exception cref="LabUsageException">No such name.</exception>
    public static Gc Parse(string name) => Names.Contains(name) ? new Gc(name) : throw LabUsageException.Unknown("gc", name, Names);
}
