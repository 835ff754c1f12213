namespace CowNotebooks.Lab;

/// <summary>Additional settings of an experiment with own code.</summary>
public sealed record OwnCode
{
    /// <summary>Variables for all cells, by name.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; init; } = new Dictionary<string, object?>();

    /// <summary>A variable of the parent whose elements' first words the child will write; null when that is not known.</summary>
    public string? Predict { get; init; }

    /// <summary>How often the same child runs its cell.</summary>
    public int Repeats { get; init; } = 1;
}
