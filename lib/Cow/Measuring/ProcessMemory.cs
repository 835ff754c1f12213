using System.Text.Json.Serialization;
using CowNotebooks.Procfs;

namespace CowNotebooks.Cow.Measuring;

/// <summary>
/// One process of the list. Sizes are bytes; a figure that the kernel does not provide is null. USS, PSS and RSS count no pages of hugetlbfs, as the kernel's
/// PSS and RSS do not.
/// </summary>
/// <param name="Pid">Its PID.</param>
/// <param name="ParentPid">Its parent's PID; null when its stat could not be read.</param>
/// <param name="Depth">How far below the root of its tree; 0 in a list.</param>
/// <param name="Name">The name that it gave itself.</param>
/// <param name="UssBytes">Private: only this process uses it.</param>
/// <param name="SharedBytes">Its share of what it shares: PSS less USS.</param>
/// <param name="PssBytes">Both together: the RAM it uses.</param>
/// <param name="HugetlbBytes">Private pages of hugetlbfs (Private_Hugetlb, since Linux 4.4).</param>
/// <param name="SharedHugetlbBytes">Pages of hugetlbfs that others map too (Shared_Hugetlb, since Linux 4.4), undivided.</param>
/// <param name="RssBytes">All that is resident.</param>
/// <param name="SwapBytes">What is swapped out.</param>
/// <param name="SwapPssBytes">Its share of that (SwapPss, since Linux 4.3): several processes may share a page on swap.</param>
/// <param name="MinorFaults">Faults served without disk I/O.</param>
/// <param name="MajorFaults">Faults that waited for disk I/O.</param>
/// <param name="PssAnonymousBytes">The anonymous part of PSS (Pss_Anon, since Linux 5.3).</param>
/// <param name="PssFileBytes">The part of PSS that belongs to files (Pss_File).</param>
/// <param name="PssShmemBytes">The part of PSS that is shared memory (Pss_Shmem).</param>
/// <param name="SharedDirtyBytes">Changed pages that others map too (Shared_Dirty).</param>
/// <param name="AnonymousBytes">Resident pages that belong to no file (Anonymous).</param>
/// <param name="CommandLine">The arguments, the program first, with spaces between them; null when there are none, as of a kernel thread.</param>
/// <param name="Note">Why figures are missing, a sentence; null when all are there.</param>
internal sealed record ProcessMemory(
    int Pid,
    int? ParentPid,
    int Depth,
    string Name,
    long? UssBytes,
    long? SharedBytes,
    long? PssBytes,
    long? HugetlbBytes,
    long? SharedHugetlbBytes,
    long? RssBytes,
    long? SwapBytes,
    long? SwapPssBytes,
    long? MinorFaults,
    long? MajorFaults,
    long? PssAnonymousBytes,
    long? PssFileBytes,
    long? PssShmemBytes,
    long? SharedDirtyBytes,
    long? AnonymousBytes,
    string? CommandLine,
    string? Note)
{
    /// <summary>False when it could not be read, for the reason in <see cref="Note"/>.</summary>
    [JsonIgnore]
    public bool IsRead { get; private init; } = true;

    /// <summary>As ps(1) shows it: the command line, or the name in brackets when there is none.</summary>
    [JsonIgnore]
    public string Command => CommandLine ?? $"[{Name}]";

    /// <summary>The RAM it takes: its PSS, or RSS where the kernel has no PSS, and private hugetlbfs pages.</summary>
    [JsonIgnore]
    public long TakenBytes => (PssBytes ?? RssBytes ?? 0) + (HugetlbBytes ?? 0);

    /// <exception cref="ProcException">It is gone, may not be read, has no memory, or its files cannot be parsed.</exception>
    public static ProcessMemory Read(ProcProcess process, int depth = 0) => Read(process, process.Stat(), depth);

    /// <summary>Null for a kernel thread: a list has half as many of them as processes, and an exception for each takes longer than reading what has memory.</summary>
    /// <exception cref="ProcException">As above.</exception>
    public static ProcessMemory? ReadUnlessKernelThread(ProcProcess process, int depth) => process.Stat() is { IsKernelThread: false } stat ? Read(process, stat, depth) : null;

    private static ProcessMemory Read(ProcProcess process, in ProcStat stat, int depth)
    {
        var memory = process.SmapsRollup();
        // PSS is rounded down to kB, for each mapping where the kernel does not sum them, so it can be slightly less than the USS that it contains.
        var pss = memory.Pss is { } cut && memory.Private is { } least ? Math.Max(cut, least) : memory.Pss;
        var missing = string.Join(", ", Missing(memory));
        return new ProcessMemory(
            process.Pid, stat.ParentPid, depth, stat.Comm, memory.Private, pss - memory.Private, pss, memory.PrivateHugetlb, memory.SharedHugetlb, memory.Rss, memory.Swap, memory.SwapPss,
            stat.MinorFaults, stat.MajorFaults, memory.PssAnon, memory.PssFile, memory.PssShmem, memory.SharedDirty, memory.Anonymous, CommandLineOf(process), missing.Length == 0 ? null : $"This kernel does not say {missing}: what needs it is empty.");
    }

    /// <summary>A process without figures, and the reason.</summary>
    /// <param name="process">Which.</param>
    /// <param name="depth">As <see cref="Depth"/>.</param>
    /// <param name="why">The reason.</param>
    public static ProcessMemory Without(ProcProcess process, int depth, ProcException why)
    {
        var stat = Try<ProcStat?>(() => process.Stat());
        var name = stat?.Comm ?? Try(() => process.Comm) ?? "?";
        return new(process.Pid, stat?.ParentPid, depth, name, null, null, null, null, null, null,
            null, null, stat?.MinorFaults, stat?.MajorFaults, null, null, null, null, null, CommandLineOf(process), why.Message)
        { IsRead = false };
    }

    /// <summary>The arguments of a process with spaces between them; null when it has none, or they may not be read.</summary>
    public static string? CommandLineOf(ProcProcess process) => Try(process.CommandLine) is { Count: > 0 } arguments && string.Join(' ', arguments).TrimEnd() is { Length: > 0 } line ? line : null;

    private static T? Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ProcException)
        {
            return default;
        }
    }

    /// <summary>The missing fields behind the columns, except those of hugetlbfs: many kernels are older, and without such pages they do not matter.</summary>
    private static IEnumerable<string> Missing(SmapsRollup memory)
    {
        if (memory.Rss is null) yield return "Rss";
        if (memory.Pss is null) yield return "Pss";
        if (memory.PrivateClean is null) yield return "Private_Clean";
        if (memory.PrivateDirty is null) yield return "Private_Dirty";
        if (memory.Swap is null) yield return "Swap";
        if (memory is { Swap: > 0, SwapPss: null }) yield return "SwapPss";
    }
}
