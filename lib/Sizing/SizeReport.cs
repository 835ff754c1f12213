namespace CowNotebooks.Sizing;

/// <summary>How big an object graph is. Immutable; all sizes in bytes, as the garbage collector lays objects out, header included.</summary>
public sealed record SizeReport
{
    /// <summary>Distinct objects that can be reached, the root among them.</summary>
    public required long Objects { get; init; }

    /// <summary>The sum of their sizes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The size of the root alone.</summary>
    public required long ShallowBytes { get; init; }

    /// <summary>Every type in the graph, largest total first, then by name.</summary>
    public required IReadOnlyList<TypeSize> ByType { get; init; }

    /// <summary>Distinct pages that hold at least one byte of the graph, of <see cref="Environment.SystemPageSize"/> bytes each.</summary>
    public required long DistinctPages { get; init; }

    /// <summary>The largest arrays, largest first: as many as the options ask for.</summary>
    public required IReadOnlyList<ArraySize> LargestArrays { get; init; }

    /// <summary>The types of the runtime-owned objects that were reached and neither counted nor followed, by name; empty when none was reached.</summary>
    public required IReadOnlyList<string> StoppedAt { get; init; }
}

/// <summary>The objects of one type in a graph.</summary>
/// <param name="Type">The name as C# writes it, with its namespace.</param>
/// <param name="Objects">How many.</param>
/// <param name="Bytes">Their total size.</param>
public sealed record TypeSize(string Type, long Objects, long Bytes);

/// <summary>One array.</summary>
/// <param name="Type">The name as C# writes it, with its namespace.</param>
/// <param name="Length">Elements, over all dimensions.</param>
/// <param name="Bytes">Its own size, without what the elements refer to.</param>
public sealed record ArraySize(string Type, long Length, long Bytes);
