namespace CowNotebooks.Cow.Measuring;

/// <summary>
/// Sums over processes, in bytes. A process that could not be read is left out; where a figure of another one is missing, or none could be read, the sum is null.
/// </summary>
/// <remarks>
/// RSS has no sum, since it counts shared pages once for each process. For the same reason the sum of swap is that of SwapPss.
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
            // Without swapped pages the share is 0 as well.
            Sum(process => process.SwapPssBytes ?? (process.SwapBytes == 0 ? 0 : null)));

        long? Sum(Func<ProcessMemory, long?> figure)
        {
            long? sum = read.Count == 0 && processes.Count > 0 ? null : 0;
            foreach (var process in read) sum += figure(process);
            return sum;
        }
    }
}
