using CowNotebooks.Procfs;

namespace CowNotebooks.Cow.Machine;

/// <summary>What the machine does with memory behind a process's back.</summary>
internal static class MemoryFindings
{
    private const double Gigabyte = 1024 * 1024 * 1024;

    public static IEnumerable<Finding> All(Lab.Machine machine)
    {
        yield return HugePages(machine.HugePages);
        yield return machine.MergesEqualPages switch
        {
            null => new(true, "KSM", "not in this kernel: equal pages stay apart"),
            true => new(null, "KSM", "runs: it may merge equal pages and make them shared again; reports then say so. Root may stop it: echo 2 > /sys/kernel/mm/ksm/run"),
            false => new(true, "KSM", "off: equal pages stay apart"),
        };
        yield return Memory(machine.Memory);
    }

    private static Finding HugePages(string? mode) => mode switch
    {
        null => new(true, "transparent huge pages", "not in this kernel"),
        "always" => new(null, "transparent huge pages",
            "always: a heap may lie in 2 MB pages, which the first write splits; reports then say so. Root may change it: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled"),
        _ => new(true, "transparent huge pages", mode),
    };

    private static Finding Memory(Meminfo? memory)
    {
        if (memory is null) return new(false, "memory", "/proc/meminfo does not say how much there is: a heap that is too large is not refused. Mount /proc.");
        var available = memory.MemAvailable is { } bytes ? $"{bytes / Gigabyte:N1} GB available" : $"{NotSaid("MemAvailable")}, so a heap that is too large is not refused";
        var ram = $"{(memory.MemTotal is { } total ? $"{total / Gigabyte:N1} GB" : NotSaid("MemTotal"))}, {available}";
        if (memory.SwapTotal == 0) return new(true, "memory", $"{ram}; no swap");
        if (memory.SwapTotal is not { } swap) return new(null, "memory", $"{ram}; {NotSaid("SwapTotal")}");
        var used = memory.SwapFree is { } free ? $"of which {(swap - free) / Gigabyte:N1} GB in use" : $"{NotSaid("SwapFree")}, so how much is in use is not known";
        return new(null, "memory", $"{ram}; swap {swap / Gigabyte:N1} GB, {used}. Swapped pages are in no USS; reports then say so.");
    }

    private static string NotSaid(string field) => $"this kernel does not say {field}";
}
