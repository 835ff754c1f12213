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
        return new(Sum("uss"), Sum("shared"), Sum("pss"), Sum("hugetlb"), Sum("swap"));

        long? Sum(string column) => ProcessColumn.Named(column).SumOver(processes);
    }
}

/// <summary>The processes of one program, and their sums.</summary>
/// <param name="Name">The name that they gave themselves.</param>
/// <param name="Count">How many.</param>
/// <param name="Total">The sums.</param>
internal sealed record ProgramMemory(string Name, int Count, ProcessTotal Total)
{
    /// <summary>The processes by their names, the largest sum first.</summary>
    /// <param name="processes">The processes.</param>
    /// <param name="sort">By which column; "name" for the order of names; null for PSS.</param>
    public static IReadOnlyList<(ProgramMemory Program, IReadOnlyList<ProcessMemory> Processes)> Group(IEnumerable<ProcessMemory> processes, string? sort)
    {
        var groups = processes.GroupBy(process => process.Name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToList()).ToList();
        if (sort != "name" && ProcessColumn.Named(sort ?? "pss") is var column) groups = [.. groups.OrderByDescending(group => column.SumOver(group) ?? group.Max(column.Figure))];
        return [.. groups.Select(group => (new ProgramMemory(group[0].Name, group.Count, ProcessTotal.Of(group)), (IReadOnlyList<ProcessMemory>)group))];
    }
}
