namespace CowNotebooks.Cow.Measuring;

/// <summary>
/// Sums over processes, in bytes. A process that could not be read is left out; where the kernel does not say a figure of another one, its sum is null.
/// </summary>
/// <remarks>
/// RSS has none, since it counts what is shared once for each process. For swap it is SwapPss that is summed, for the same reason.
/// </remarks>
/// <param name="UssBytes">Private.</param>
/// <param name="SharedBytes">The shares of what is shared.</param>
/// <param name="PssBytes">Both together.</param>
/// <param name="HugetlbBytes">Private pages of hugetlbfs.</param>
/// <param name="SwapBytes">What is swapped out.</param>
internal sealed record ProcessTotal(long? UssBytes, long? SharedBytes, long? PssBytes, long? HugetlbBytes, long? SwapBytes)
{
    /// <summary>The sums over these.</summary>
    public static ProcessTotal Of(IReadOnlyList<ProcessMemory> processes)
    {
        List<ProcessMemory> read = [.. processes.Where(process => process.IsRead)];
        return new(
            Sum(process => process.UssBytes), Sum(process => process.SharedBytes), Sum(process => process.PssBytes), Sum(process => process.HugetlbBytes),
            // Nothing on swap is nobody's share of it.
            Sum(process => process.SwapPssBytes ?? (process.SwapBytes == 0 ? 0 : null)));

        long? Sum(Func<ProcessMemory, long?> figure)
        {
            long? sum = 0;
            foreach (var process in read) sum += figure(process);
            return sum;
        }
    }
}
