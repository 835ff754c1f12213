namespace CowNotebooks.Notebooks;

/// <summary>
/// An error that the user can correct: a file that is not a notebook, a wrong parameter, a folder that cannot be written.
/// The message is one sentence of cause and one of remedy.
/// </summary>
/// <param name="cause">What is wrong, one sentence.</param>
/// <param name="remedy">What to do about it, one sentence.</param>
/// <param name="inner">The error below, when there is one.</param>
public sealed class NotebookException(string cause, string remedy, Exception? inner = null) : Exception($"{cause} {remedy}", inner)
{
    /// <summary>What is wrong, one sentence.</summary>
    public string Cause { get; } = cause;

    /// <summary>What to do about it, one sentence.</summary>
    public string Remedy { get; } = remedy;
}
