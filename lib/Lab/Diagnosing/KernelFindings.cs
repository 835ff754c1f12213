using System.Runtime.InteropServices;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Diagnosing;

/// <summary>The kernel, and what it shows of processes.</summary>
internal static class KernelFindings
{
    private const ulong SysPtrace = 1ul << 19;

    public static IEnumerable<Finding> All(Machine machine)
    {
        yield return Kernel(machine);
        var self = new ProcFs().Self;
        yield return Rollup(self);
        yield return Exclusive(self, out var frame);
        yield return frame
            ? new(true, "page frame numbers", "shown")
            : new(false, "page frame numbers", "hidden: which pages two processes share is then known only by count. They need root with CAP_SYS_ADMIN.");
        var rights = Rights(self);
        yield return (rights & SysPtrace) != 0
            ? new(true, "processes of other users", "may be read (CAP_SYS_PTRACE)")
            : new(null, "processes of other users", "may not be read. Parents and children of cow are your own, so only cow ps misses them; run that as root.");
        yield return MapCount(machine);
    }

    private static Finding Kernel(Machine machine)
    {
        var release = Finding.Line("/proc/sys/kernel/osrelease") ?? RuntimeInformation.OSDescription;
        if (machine.SandboxNote is { } note) return new(false, "kernel", note.ToString());
        return OperatingSystem.IsLinux()
            ? new(true, "kernel", $"Linux {release}, {RuntimeInformation.OSArchitecture}, pages of {machine.PageSize} bytes".ToLowerInvariant().Replace("linux", "Linux", StringComparison.Ordinal))
            : new(false, "kernel", $"{release} is not Linux. Use a Linux machine.");
    }

    private static Finding Rollup(ProcProcess self)
    {
        try
        {
            var own = self.SmapsRollup();
            var (uss, pss) = (self.Required(own.Uss, "smaps_rollup", "Private_Clean or Private_Dirty"), self.Required(own.Pss, "smaps_rollup", "Pss"));
            return self.HasSmapsRollup
                ? new(true, "smaps_rollup", Invariant($"USS, PSS, RSS and Swap can be read; this process: USS {uss / 1024:N0} kB, PSS {pss / 1024:N0} kB"))
                : new(null, "smaps_rollup", "missing (since Linux 4.14): smaps is summed instead, and PSS is rounded down to kB in each mapping. Use a newer kernel.");
        }
        catch (ProcException error)
        {
            return new(false, "smaps_rollup", $"nothing can be measured: {error.Message}");
        }
    }

    /// <summary>Looks up a page that only this process has.</summary>
    private static Finding Exclusive(ProcProcess self, out bool frame)
    {
        frame = false;
        var memory = new byte[3 * Environment.SystemPageSize];
        memory.AsSpan().Fill(1);
        var pinned = GCHandle.Alloc(memory, GCHandleType.Pinned);
        try
        {
            var entry = new PagemapEntry[1];
            self.Pagemap((ulong)pinned.AddrOfPinnedObject() / (ulong)Environment.SystemPageSize + 1, entry);
            frame = entry[0].PageFrameNumber is not null;
            return entry[0] is { Present: true, Exclusive: true }
                ? new(true, "pagemap", "can be read, and shows which pages only one process maps (bit 56)")
                : new(false, "pagemap", "does not show which pages only one process maps (bit 56, since Linux 4.2): copied pages cannot be counted one by one. Use a newer kernel.");
        }
        catch (ProcException error)
        {
            return new(false, "pagemap", $"copied pages cannot be counted one by one: {error.Message}");
        }
        finally
        {
            pinned.Free();
        }
    }

    private static ulong Rights(ProcProcess self)
    {
        try
        {
            return self.Status().CapEff ?? 0;
        }
        catch (ProcException)
        {
            return 0;
        }
    }

    private static Finding MapCount(Machine machine)
    {
        const string name = "CONFIG_NO_PAGE_MAPCOUNT";
        return machine.CountsMappings switch
        {
            null => new(null, name, "unknown, since this kernel does not show its configuration. Where it is set, USS and PSS are estimates for large pages."),
            false => new(false, name, machine.MappingsNote!.ToString()),
            true => new(true, name, "not set: USS and PSS are exact"),
        };
    }
}
