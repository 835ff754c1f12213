namespace CowNotebooks.Fuzz;

/// <summary>Something that reads what others wrote.</summary>
/// <param name="Name">As the command line has it.</param>
/// <param name="Corpus">Texts that it takes, from which mutations are made.</param>
/// <param name="Read">
/// Reads a mutation, asks for all that its value computes, and checks what can be checked of it by other means. Called by one thread.
/// </param>
/// <param name="Refusals">The exceptions that it documents: each is a clear error. Any other fails.</param>
public sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Corpus, Action<byte[]> Read, params IReadOnlyList<Type> Refusals) : IDisposable
{
    /// <summary>Words that matter to it; they are put into mutations.</summary>
    public IReadOnlyList<byte[]> Pieces { get; init; } = [];

    /// <summary>Ends what it has started; null for nothing.</summary>
    public Action? End { get; init; }

    /// <summary>True for an exception that it documents.</summary>
    public bool Refuses(Exception error) => Refusals.Any(type => type.IsInstanceOfType(error));

    /// <inheritdoc/>
    public void Dispose() => End?.Invoke();
}

/// <summary>Thrown where a mutation was read and gave what it must not.</summary>
/// <param name="what">What is wrong, one sentence.</param>
public sealed class WrongFigureException(string what) : Exception(what)
{
    /// <summary>Throws unless both are equal.</summary>
    /// <param name="what">What they are.</param>
    /// <param name="expected">By other means.</param>
    /// <param name="actual">As it was read.</param>
    public static void ThrowUnlessEqual<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual)) throw new WrongFigureException($"{what} is {actual}, and the text says {expected}.");
    }
}
