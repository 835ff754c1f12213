using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Perf;

namespace CowNotebooks.Lab.Diagnosing;

/// <summary>Whether single pages and single faults can be observed.</summary>
internal static class MicroscopeFindings
{
    public static IEnumerable<Finding> All(Machine machine) => [Scan(), Memory(), Faults(), PageSize(machine)];

    private static Finding Scan()
    {
        try
        {
            return new ProcFs().Self.Pages().KnowsZeroPages
                ? new(true, "PAGEMAP_SCAN", "in this kernel: the zero page is recognised, and untouched address space is skipped")
                : new(null, "PAGEMAP_SCAN", "not in this kernel (since Linux 6.7): the first write to memory that was only read counts as a copy. Use a newer kernel.");
        }
        catch (ProcException error)
        {
            return new(false, "PAGEMAP_SCAN", error.Message);
        }
    }

    /// <summary>security/yama: 0 own processes, 1 own descendants, 2 with CAP_SYS_PTRACE, 3 nobody.</summary>
    private static Finding Memory()
    {
        const string file = "/proc/sys/kernel/yama/ptrace_scope";
        return Finding.Line(file) switch
        {
            "3" => new(false, "memory of children",
                $"may not be read at all ({file} is 3): copied pages are not compared with their originals, so identicalPages is null. Only a reboot can change it."),
            "2" when !Environment.IsPrivilegedProcess =>
                new(false, "memory of children", $"may be read only by root ({file} is 2): copied pages are not compared with their originals. Run as root, or: sysctl kernel.yama.ptrace_scope=1"),
            _ => new(true, "memory of children", "may be read: copied pages are compared with their originals"),
        };
    }

    /// <summary>Traces this process for a moment, since settings and containers may refuse for different reasons.</summary>
    private static Finding Faults()
    {
        var reading = FaultEvents.Start(Environment.ProcessId);
        using var events = reading.Value;
        return events switch
        {
            null => new(false, "perf events", $"measure --faults cannot trace faults: {reading.Why}"),
            { SeesKernel: false } => new(null, "perf events", $"allowed, in part. {MachineNote.KernelFaultsHidden}"),
            _ => new(true, "perf events", "allowed: measure --faults shows what each fault did"),
        };
    }

    private static Finding PageSize(Machine machine) => machine.PageSizeNote is { } note
        ? new(null, "page size", note.ToString())
        : new(true, "page size", "4,096 bytes, as in the notebooks");
}
