namespace CowNotebooks.Lab;

/// <summary>An impossible request: a bad size, an unknown name, a workload that the runtime does not have. The message names the remedy.</summary>
/// <param name="cause">One sentence.</param>
/// <param name="remedy">One sentence.</param>
public sealed class LabUsageException(string cause, string remedy) : Exception($"{cause} {remedy}")
{
    internal static LabUsageException Unknown(string what, string name, string runtime, IReadOnlyCollection<string> known) =>
        new($"There is no {what} '{name}' for {runtime}.", known.Count == 0 ? "It has no catalogue: give code of your own." : $"Choose one of: {string.Join(", ", known)}.");
}
