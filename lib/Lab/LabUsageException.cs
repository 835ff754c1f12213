namespace CowNotebooks.Lab;

/// <summary>Something was asked that cannot be: a bad size, an unknown name, a workload that the runtime does not have. The message names the remedy.</summary>
/// <param name="cause">One sentence.</param>
/// <param name="remedy">One sentence.</param>
public sealed class LabUsageException(string cause, string remedy) : Exception($"{cause} {remedy}")
{
    internal static LabUsageException Unknown(string what, string name, IEnumerable<string> known) =>
        new($"There is no {what} '{name}'.", $"Choose one of: {string.Join(", ", known)}.");
}
