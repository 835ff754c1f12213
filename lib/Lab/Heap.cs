using System.Runtime.CompilerServices;
using CowNotebooks.Lab.Catalogues;

namespace CowNotebooks.Lab;

/// <summary>
/// What the parent holds: a heap of its runtime's catalogue by name, or code of one's own. The properties are shorthands: the catalogue defines the heap
/// (lib/Parents), and a name that it does not have is refused by the laboratory.
/// </summary>
public sealed record Heap
{
    private Heap(string name, long? count, string? code) => (Name, Count, Code) = (name, count, code);

    /// <summary>The name on the command line and in reports: "boxed-integers"; for own code the name that it was given.</summary>
    public string Name { get; }

    /// <summary>How many elements; null for own code that does not say.</summary>
    public long? Count { get; }

    /// <summary>Own code, in the language of the parent; null for one of the catalogue.</summary>
    public string? Code { get; }

    /// <summary>.NET: an <c>object[]</c> of boxed <c>long</c>, 24 bytes each: the closest equivalent of a CPython list of ints.</summary>
    public static Heap BoxedIntegers(long count) => Named(count);

    /// <summary>.NET: a <c>string[]</c> of distinct strings; CPython: a list of them.</summary>
    public static Heap Strings(long count) => Named(count);

    /// <summary>.NET: one <c>long[]</c>, the contrast, a single object; CPython: <c>list(range(count))</c>.</summary>
    public static Heap Integers(long count) => Named(count);

    /// <summary>.NET: a linked list, each node with a number.</summary>
    public static Heap Nodes(long count) => Named(count);

    /// <summary>CPython: a list of lists of one int each; unlike ints, lists are tracked by its collector.</summary>
    public static Heap Lists(long count) => Named(count);

    /// <summary>CPython: one array of machine integers, a single object.</summary>
    public static Heap Array(long count) => Named(count);

    /// <summary>The heap of that name.</summary>
    /// <param name="name">As in the catalogue.</param>
    /// <param name="count">How many elements, 1 or more.</param>
    /// <exception cref="LabUsageException">A count below 1.</exception>
    public static Heap Parse(string name, long count) => count >= 1
        ? new Heap(name, count, null)
        : throw new LabUsageException(Invariant($"The count must be at least 1, and {count:N0} was given."), "Ask for a size like 1000000.");

    /// <summary>Own code that builds what the parent holds.</summary>
    /// <param name="code">In the language of the parent.</param>
    /// <param name="name">What reports call it.</param>
    /// <param name="count">How many elements it makes, when that is known.</param>
    public static Heap Own(string code, string name = "own code", long? count = null) => new(name, count, code);

    private static Heap Named(long count, [CallerMemberName] string property = "") => Parse(SugarName.Of(property), count);
}
