namespace CowNotebooks.Lab;

/// <summary>What the parent allocates: a list of <see cref="Count"/> elements of one kind.</summary>
public sealed record Heap
{
    private Heap(string name, long count)
    {
        if (count < 1)
            throw new LabUsageException($"The count must be at least 1, and {count:N0} was given.", "Ask for a size like 1000000.");
        (Name, Count) = (name, count);
    }

    /// <summary>The name on the command line and in reports: "boxed-integers".</summary>
    public string Name { get; }

    /// <summary>How many elements.</summary>
    public long Count { get; }

    /// <summary>.NET: an <c>object[]</c> of boxed <c>long</c>, 24 bytes each: the nearest to a CPython list of ints.</summary>
    public static Heap BoxedIntegers(long count) => new("boxed-integers", count);

    /// <summary>.NET: a <c>string[]</c> of distinct strings; CPython: a list of them.</summary>
    public static Heap Strings(long count) => new("strings", count);

    /// <summary>.NET: one <c>long[]</c>, the contrast, a single object; CPython: <c>list(range(count))</c>.</summary>
    public static Heap Integers(long count) => new("integers", count);

    /// <summary>.NET: a linked list, each node with a number.</summary>
    public static Heap Nodes(long count) => new("nodes", count);

    /// <summary>CPython: a list of lists of one int each; unlike ints, lists are tracked by its collector.</summary>
    public static Heap Lists(long count) => new("lists", count);

    /// <summary>CPython: a list of tuples of one int each.</summary>
    public static Heap Tuples(long count) => new("tuples", count);

    /// <summary>CPython: a list of dicts, each with one int under the same key.</summary>
    public static Heap Dicts(long count) => new("dicts", count);

    /// <summary>All the kinds there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["boxed-integers", "strings", "integers", "nodes", "lists", "tuples", "dicts"];

    /// <summary>The heap of that name.</summary>
    /// <exception cref="LabUsageException">No such name, or a count below 1.</exception>
    public static Heap Parse(string name, long count) => Names.Contains(name)
        ? new Heap(name, count)
        : throw LabUsageException.Unknown("heap", name, Names);
}
