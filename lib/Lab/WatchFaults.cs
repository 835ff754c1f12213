using CowNotebooks.Lab.Faults;

namespace CowNotebooks.Lab;

/// <summary>Faults with the same cause, by the same code of the same program.</summary>
/// <param name="Process">The name of the process.</param>
/// <param name="Cause">What they did.</param>
/// <param name="Frames">The code, outermost caller first; only the innermost one where frame pointers are missing.</param>
/// <param name="Count">How many.</param>
public sealed record FaultStack(string Process, FaultCause Cause, IReadOnlyList<string> Frames, long Count)
{
    /// <summary>The code that accessed the page.</summary>
    public string Code => Frames[^1];
}

/// <summary>The page faults of watched processes: which code took them, and whether they copied.</summary>
/// <remarks>
/// Address and code are the kernel's. The cause follows from what was shared: at the first look by the page map, later by forks and by the faults themselves. Where
/// frame numbers are shown (CAP_SYS_ADMIN), a page that kept its frame was not copied; otherwise a write to a page whose sharers
/// have released it passes for a copy. What is mapped anew is new, wherever the kernel's reports of mappings tell. It does not report what MADV_DONTNEED releases: when such
/// memory is touched again it passes for what was there before, copy or reuse, unless it had been written while it was watched.
/// </remarks>
/// <param name="Stacks">Largest first.</param>
/// <param name="Lost">How many records the kernel lost, or were more than could be kept.</param>
/// <param name="SeesKernel">False when faults inside system calls are missing: they are recorded when kernel.perf_event_paranoid is 1 or less.</param>
/// <param name="Notes">Why names are missing, in sentences.</param>
public sealed record WatchFaults(IReadOnlyList<FaultStack> Stacks, long Lost, bool SeesKernel, IReadOnlyList<string> Notes)
{
    /// <summary>How many faults there were.</summary>
    public long Count => Stacks.Sum(stack => stack.Count);

    /// <summary>How many faults had that cause.</summary>
    public long CountOf(FaultCause cause) => Stacks.Where(stack => stack.Cause == cause).Sum(stack => stack.Count);

    /// <summary>The faults by cause, most first.</summary>
    public IReadOnlyList<(FaultCause Cause, long Count)> ByCause =>
        [.. Stacks.GroupBy(stack => stack.Cause).Select(group => (group.Key, Count: group.Sum(stack => stack.Count))).OrderByDescending(pair => pair.Count)];

    /// <summary>The faults by cause and the code that took them, most first.</summary>
    public IReadOnlyList<(FaultCause Cause, string Code, long Count)> ByCode =>
    [
        .. Stacks.GroupBy(stack => (stack.Cause, stack.Code)).Select(group => (group.Key.Cause, group.Key.Code, Count: group.Sum(stack => stack.Count)))
            .OrderByDescending(row => row.Count).ThenBy(row => row.Code, StringComparer.Ordinal),
    ];
}
