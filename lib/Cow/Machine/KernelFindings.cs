using System.IO.Compression;
using System.Runtime.InteropServices;
using CowNotebooks.Procfs;

namespace CowNotebooks.Cow.Machine;

/// <summary>What the kernel is, and what it shows of processes.</summary>
internal static class KernelFindings
{
    private const ulong SysPtrace = 1ul << 19;

    public static IEnumerable<Finding> All()
    {
        yield return Kernel();
        var self = new ProcFs().Self;
        yield return Rollup(self);
        yield return Exclusive(self, out var frame);
        yield return frame
            ? new(true, "page frame numbers", "shown")
            : new(false, "page frame numbers", "hidden: which pages two processes share is then known by count alone. They need root with CAP_SYS_ADMIN.");
        var rights = Rights(self);
        yield return (rights & SysPtrace) != 0
            ? new(true, "processes of other users", "may be read (CAP_SYS_PTRACE)")
            : new(null, "processes of other users", "may not be read. Parents and children of cow are your own, so only cow ps misses them; run that as root.");
        yield return MapCount();
    }

    private static Finding Kernel()
    {
        var release = Finding.Line("/proc/sys/kernel/osrelease") ?? RuntimeInformation.OSDescription;
        var version = Finding.Line("/proc/version") ?? "";
        const string instead = "is not Linux's own memory manager: its figures mean something else, or are missing. Use a Linux machine or virtual machine";
        // gVisor calls itself a 4.4.0 of 2016 whatever it runs on; WSL2 is a real kernel that ends in "microsoft-standard-WSL2".
        if (version.Contains("gVisor", StringComparison.OrdinalIgnoreCase) || (release.StartsWith("4.4.0", StringComparison.Ordinal) && version.Contains("10 15:06:54 PST 2016", StringComparison.Ordinal)))
            return new(false, "kernel", $"gVisor {instead}.");
        if (release.EndsWith("-Microsoft", StringComparison.Ordinal)) return new(false, "kernel", $"WSL1 {instead}, such as WSL2 (wsl --set-version).");
        return OperatingSystem.IsLinux()
            ? new(true, "kernel", $"Linux {release}, {RuntimeInformation.OSArchitecture}, pages of {Environment.SystemPageSize} bytes".ToLowerInvariant().Replace("linux", "Linux", StringComparison.Ordinal))
            : new(false, "kernel", $"{release} is not Linux. Use a Linux machine.");
    }

    private static Finding Rollup(ProcProcess self)
    {
        try
        {
            var own = self.SmapsRollup();
            return File.Exists("/proc/self/smaps_rollup")
                ? new(true, "smaps_rollup", $"USS, PSS, RSS and Swap can be read; this process: USS {own.Uss / 1024:N0} kB, PSS {own.Pss / 1024:N0} kB")
                : new(null, "smaps_rollup", "missing (since Linux 4.14): smaps is summed instead, and PSS is cut to kB for each mapping. Use a newer kernel.");
        }
        catch (ProcException error)
        {
            return new(false, "smaps_rollup", $"nothing can be measured: {error.Message}");
        }
    }

    /// <summary>Looks at a page that only this process has.</summary>
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
                ? new(true, "pagemap", "can be read, and tells which pages are one process's alone (bit 56)")
                : new(false, "pagemap", "does not tell which pages are one process's alone (bit 56, since Linux 4.2): copied pages cannot be counted one by one. Use a newer kernel.");
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
            return self.Status().CapEff;
        }
        catch (ProcException)
        {
            return 0;
        }
    }

    /// <summary>Since Linux 6.16 a kernel may be built so that it does not count the mappings of each page of a large folio.</summary>
    private static Finding MapCount()
    {
        const string name = "CONFIG_NO_PAGE_MAPCOUNT";
        return Configuration() switch
        {
            null => new(null, name, "unknown, as this kernel's configuration is not shown. Where it is set, USS and PSS are estimates for large pages."),
            var text when text.Contains($"\n{name}=y", StringComparison.Ordinal) =>
                new(false, name, "set: USS and PSS are estimates for large pages. Turn transparent huge pages off, or use a kernel without it."),
            _ => new(true, name, "not set: USS and PSS are exact"),
        };
    }

    private static string? Configuration()
    {
        try
        {
            if (File.Exists("/proc/config.gz"))
            {
                using var text = new StreamReader(new GZipStream(File.OpenRead("/proc/config.gz"), CompressionMode.Decompress));
                return text.ReadToEnd();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }

        return Finding.Line($"/boot/config-{Finding.Line("/proc/sys/kernel/osrelease")}");
    }
}
