namespace CowNotebooks.Cow;

/// <summary>The command line is wrong: nothing was done, and the exit code is 2.</summary>
/// <param name="message">One sentence of cause and one of remedy.</param>
/// <param name="inner">The error below, when there is one.</param>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
