using System.Runtime.CompilerServices;
using CowNotebooks.Lab.Catalogues;

namespace CowNotebooks.Lab;

/// <summary>How the collector is set: a setting of the runtime's catalogue by name, or as the runtime starts.</summary>
public sealed record Gc
{
    private Gc(string name) => Name = name;

    /// <summary>The name on the command line and in reports.</summary>
    public string Name { get; }

    /// <summary>As the runtime starts, unchanged; every runtime has it.</summary>
    public static Gc Default { get; } = Named();

    /// <summary>.NET: the child collects everything once, as the first act of its run.</summary>
    public static Gc Collecting { get; } = Named();

    /// <summary>CPython: gc.set_threshold(0) in the parent before the fork, as in the 2016 post.</summary>
    public static Gc Threshold0 { get; } = Named();

    /// <summary>CPython: gc.disable() in the parent before the fork.</summary>
    public static Gc Disabled { get; } = Named();

    /// <summary>CPython 3.7 or later: gc.freeze() in the parent before the fork.</summary>
    public static Gc Frozen { get; } = Named();

    /// <summary>The setting of that name.</summary>
    public static Gc Parse(string name) => new(name);

    private static Gc Named([CallerMemberName] string property = "") => new(SugarName.Of(property));
}
