using CowNotebooks.Procfs;

namespace CowNotebooks.Cow.Machine;

/// <summary>What the machine does with memory behind a process's back.</summary>
internal static class MemoryFindings
{
    private const double Gigabyte = 1024 * 1024 * 1024;

    public static IEnumerable<Finding> All()
    {
        yield return HugePages();
        yield return Finding.Line("/sys/kernel/mm/ksm/run") switch
        {
            null => new(true, "KSM", "not in this kernel: equal pages stay apart"),
            "1" => new(null, "KSM", "runs: it may merge equal pages and make them shared again. Root may stop it: echo 2 > /sys/kernel/mm/ksm/run"),
            _ => new(true, "KSM", "off: equal pages stay apart"),
        };
        yield return Memory();
    }

    private static Finding HugePages()
    {
        const string file = "/sys/kernel/mm/transparent_hugepage/enabled";
        // always [madvise] never
        var mode = Finding.Line(file)?.Split('[', ']').ElementAtOrDefault(1);
        return mode switch
        {
            null => new(true, "transparent huge pages", "not in this kernel"),
            "always" => new(null, "transparent huge pages", $"always: a heap may lie in 2 MB pages, which the first write splits; reports then warn. Root may change it: echo madvise > {file}"),
            _ => new(true, "transparent huge pages", mode),
        };
    }

    private static Finding Memory()
    {
        try
        {
            var memory = new ProcFs().Meminfo();
            var available = memory.MemAvailable is { } bytes ? $", {bytes / Gigabyte:N1} GB available" : "";
            var ram = $"{memory.MemTotal / Gigabyte:N1} GB{available}";
            return memory.SwapTotal == 0
                ? new(true, "memory", $"{ram}; no swap")
                : new(null, "memory", $"{ram}; swap {memory.SwapTotal / Gigabyte:N1} GB, of which {(memory.SwapTotal - memory.SwapFree) / Gigabyte:N1} GB in use. Swapped pages are in no USS; reports then warn.");
        }
        catch (ProcException error)
        {
            return new(false, "memory", error.Message);
        }
    }
}
