using CowNotebooks.Lab.Sentences;

namespace CowNotebooks.Lab.Diagnosing;

/// <summary>What the machine does with memory independently of any process.</summary>
internal static class MemoryFindings
{
    public static IEnumerable<Finding> All(Machine machine)
    {
        yield return HugePages(machine);
        yield return machine.MergesEqualPages switch
        {
            null => new(true, "KSM", "not in this kernel: equal pages are not merged"),
            true => new(null, "KSM", machine.KsmNote!.ToString()),
            false => new(true, "KSM", "off: equal pages are not merged"),
        };
        yield return Memory(machine);
    }

    private static Finding HugePages(Machine machine) => machine.HugePagesNote is { } note
        ? new(null, "transparent huge pages", note.ToString())
        : new(true, "transparent huge pages", machine.HugePages ?? "not in this kernel");

    private static Finding Memory(Machine machine)
    {
        if (machine.Memory is not { } memory) return new(false, "memory", "/proc/meminfo does not say how much there is: too large a heap is not refused. Mount /proc.");
        var available = machine.Available is { Bytes: { } bytes } least
            ? $"{ByteText.Gigabytes(bytes)} available{least.Where}"
            : $"{NotSaid("MemAvailable")}, so a heap that is too large is not refused";
        var ram = $"{(memory.MemTotal is { } total ? ByteText.Gigabytes(total) : NotSaid("MemTotal"))}, {available}";
        if (memory.SwapTotal == 0) return new(true, "memory", $"{ram}; no swap");
        if (memory.SwapTotal is not { } swap) return new(null, "memory", $"{ram}; {NotSaid("SwapTotal")}");
        var used = memory.SwapFree is null ? $", {NotSaid("SwapFree")}, so how much is in use is not known." : $". {machine.SwapNote?.ToString() ?? "None of it is in use."}";
        return new(null, "memory", $"{ram}; swap {ByteText.Gigabytes(swap)}{used}");
    }

    private static string NotSaid(string field) => $"this kernel does not say {field}";
}
