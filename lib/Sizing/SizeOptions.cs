namespace CowNotebooks.Sizing;

/// <summary>What <see cref="DeepSize"/> counts.</summary>
public sealed record SizeOptions
{
    /// <summary>
    /// Also walk through what belongs to the runtime rather than to the graph: Type and other reflection objects, Assembly,
    /// AssemblyLoadContext, Thread, CultureInfo. One of them can lead to most of the process. Off by default; the report names
    /// where the walk stopped.
    /// </summary>
    public bool IncludeRuntimeOwned { get; init; }

    /// <summary>How many of the largest arrays the report names, 0 to 1,000.</summary>
    public int LargestArrays { get; init; } = 5;
}
