using System.Globalization;

namespace CowNotebooks.Cow.Measuring;

/// <summary>A column of <c>cow ps</c>. The table, <c>--columns</c>, <c>--sort</c> and <c>--help</c> are loops over <see cref="All"/>.</summary>
/// <param name="Name">As it is typed.</param>
/// <param name="Title">Its head.</param>
/// <param name="Says">What it is, for --help.</param>
/// <param name="Read">The figure of a process; null when the kernel does not say it.</param>
internal sealed record ProcessColumn(string Name, string Title, string Says, Func<ProcessMemory, long?> Read)
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>False for counts; sizes are shown in MB.</summary>
    public bool IsSize { get; private init; } = true;

    /// <summary>Shown when nothing else is asked for.</summary>
    public bool IsUsual { get; private init; } = true;

    /// <summary>Shown only where a process has such memory, unless asked for.</summary>
    public bool IsRare { get; private init; }

    /// <summary>What a sum adds up; null when a sum would count shared pages more than once, or means nothing.</summary>
    private Func<ProcessMemory, long?>? Summed { get; init; }

    /// <summary>It has a sum.</summary>
    public bool HasTotal => Summed is not null;

    /// <summary>The figure is what this column shows more than that one, so that both add up as they are shown.</summary>
    private ProcessColumn? Beyond { get; init; }

    /// <summary>Private memory.</summary>
    public static ProcessColumn Uss { get; } = Sum("uss", "USS", "private: what would be free if it ended", process => process.UssBytes);

    private static ProcessColumn Pss { get; } = Sum("pss", "= PSS", "the RAM it uses: private, and its share of what it shares", process => process.PssBytes);

    /// <summary>Every column, in the order of the table.</summary>
    public static IReadOnlyList<ProcessColumn> All { get; } =
    [
        Uss,
        Sum("shared", "+ Shared", "its share of what it shares: PSS less USS", process => process.PssBytes) with { Beyond = Uss },
        Pss,
        Sum("hugetlb", "hugetlb", "private pages of hugetlbfs (Private_Hugetlb), which the others do not count", process => process.HugetlbBytes) with { IsRare = true },
        new("rss", "RSS", "all that is resident, shared or not", process => process.RssBytes),
        // Without swapped pages the share is 0 as well.
        new("swap", "Swap", "what is swapped out; its sum is that of SwapPss", process => process.SwapBytes) { Summed = process => process.SwapPssBytes ?? (process.SwapBytes == 0 ? 0 : null) },
        Sum("anonymous", "anon", "the anonymous part of PSS (Pss_Anon, since Linux 5.3)", process => process.PssAnonymousBytes) with { IsUsual = false },
        Sum("file", "file", "the part of PSS that belongs to files (Pss_File)", process => process.PssFileBytes) with { IsUsual = false },
        Sum("shmem", "shmem", "the part of PSS that is shared memory (Pss_Shmem)", process => process.PssShmemBytes) with { IsUsual = false },
        new("shared_dirty", "Sh_Dirty", "changed pages that others map too (Shared_Dirty): what a fork shares until one side writes", process => process.SharedDirtyBytes) { IsUsual = false },
        new("min_flt", "min_flt", "faults served without disk I/O", process => process.MinorFaults) { IsSize = false },
        new("maj_flt", "maj_flt", "faults that waited for disk I/O", process => process.MajorFaults) { IsSize = false },
        new("pid", "PID", "the process; with --by-program, how many there are", process => process.Pid) { IsSize = false },
    ];

    /// <summary>The columns that were typed, "uss,pss"; all, or the usual ones when none were.</summary>
    /// <exception cref="UsageException">There is no such column.</exception>
    public static IReadOnlyList<ProcessColumn> Chosen(string? typed, bool all, IReadOnlyList<ProcessMemory> processes)
    {
        if (typed is null) return [.. All.Where(column => all || (column.IsUsual && (!column.IsRare || processes.Any(process => column.Read(process) > 0))))];
        var names = typed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length == 0 ? throw new UsageException("--columns names no column.") : [.. names.Select(Named)];
    }

    /// <exception cref="UsageException">There is no such column.</exception>
    public static ProcessColumn Named(string name) => All.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"There is no column '{name}'. Columns are {string.Join(", ", All.Select(column => column.Name))}.");

    /// <summary>The figure of one process in bytes, as it sorts.</summary>
    public long? Figure(ProcessMemory process) => Read(process) - (Beyond is null ? 0 : Beyond.Read(process));

    /// <summary>Its cell for one process.</summary>
    public string Cell(ProcessMemory process) => Shown(Read(process), Beyond?.Read(process));

    /// <summary>Its cell for a sum; empty when there is none.</summary>
    public string Total(IReadOnlyList<ProcessMemory> processes) => Summed is null ? "" : Shown(SumOf(processes, Summed), Beyond is null ? null : SumOf(processes, Beyond.Summed!));

    /// <summary>The sum over those that could be read; null when one of them lacks the figure, or none could be read.</summary>
    public long? SumOver(IReadOnlyList<ProcessMemory> processes) => Summed is null ? null : SumOf(processes, Summed) - (Beyond is null ? 0 : SumOf(processes, Beyond.Summed!));

    private static ProcessColumn Sum(string name, string title, string says, Func<ProcessMemory, long?> read) => new(name, title, says, read) { Summed = read };

    private static long? SumOf(IReadOnlyList<ProcessMemory> processes, Func<ProcessMemory, long?> figure)
    {
        if (processes.Count > 0 && !processes.Any(process => process.IsRead)) return null;
        long? sum = 0;
        foreach (var process in processes)
        {
            if (process.IsRead) sum += figure(process);
        }

        return sum;
    }

    private string Shown(long? figure, long? less)
    {
        if (figure is not { } value || (Beyond is not null && less is null)) return "-";
        // Each is rounded as it is shown, and then subtracted.
        return IsSize ? ((Tenths(value) - (less is { } part ? Tenths(part) : 0)) / 10.0).ToString("N1", CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture);
    }

    private static long Tenths(long bytes) => (long)Math.Round(bytes / Megabyte * 10, MidpointRounding.AwayFromZero);
}
