using System.Runtime.InteropServices;

namespace CowNotebooks.Forking;

// perf_event_open(2) and what goes with it.
public static unsafe partial class LibC
{
    // <linux/perf_event.h>; a test asks the C compiler.
    internal const uint PERF_TYPE_SOFTWARE = 1, PERF_ATTR_SIZE_VER0 = 64, PERF_RECORD_SAMPLE = 9;
    internal const ulong PERF_COUNT_SW_TASK_CLOCK = 1, PERF_COUNT_SW_PAGE_FAULTS = 2, PERF_SAMPLE_IP = 1, PERF_SAMPLE_ADDR = 8, PERF_SAMPLE_READ = 16, PERF_FORMAT_GROUP = 8;
    internal const uint PERF_EVENT_IOC_ENABLE = 0x2400, PERF_EVENT_IOC_DISABLE = 0x2401;
    internal const ulong PERF_FLAG_FD_CLOEXEC = 8;
    internal const int PERF_RECORD_MISC_CPUMODE_MASK = 7, PERF_RECORD_MISC_KERNEL = 1;
    internal const int DataHead = 1024, DataTail = 1032, DataOffset = 1040, DataSize = 1048;
    internal const int EPERM = 1, ENOENT = 2, EACCES = 13, ENOSYS = 38;

    /// <summary>The number of the call differs from processor to processor: x86-64, and the generic table of arm64 and later ones.</summary>
    internal static int SYS_perf_event_open => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 298 : 241;

    /// <summary>struct perf_event_attr as it was first (PERF_ATTR_SIZE_VER0); bit fields are in Flags, the first of them the lowest bit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PerfEventAttr
    {
        public uint Type;
        public uint Size;
        public ulong Config;
        public ulong SamplePeriod;
        public ulong SampleType;
        public ulong ReadFormat;
        public ulong Flags;
        public uint WakeupEvents;
        public uint BpType;
        public ulong BpAddr;

        public const ulong Disabled = 1 << 0, ExcludeKernel = 1 << 5, ExcludeHypervisor = 1 << 6;
    }

    /// <summary>perf_event_open(2) for one process on any processor, in the group of a leader or (-1) as a leader: a descriptor, or the negative error number.</summary>
    internal static int PerfEventOpen(PerfEventAttr attributes, int pid, int group)
    {
        var fd = syscall5(SYS_perf_event_open, (nint)(&attributes), pid, -1, group, (nint)PERF_FLAG_FD_CLOEXEC);
        return fd >= 0 ? (int)fd : -Marshal.GetLastPInvokeError();
    }

    /// <summary>ioctl(2) without an argument.</summary>
    internal static void Control(int fd, uint request) => Check(ioctl(fd, request, 0), "ioctl");

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)] private static partial nint syscall5(nint number, nint a, nint b, nint c, nint d, nint e);
    [LibraryImport("libc", SetLastError = true)] private static partial int ioctl(int fd, nuint request, nint argument);
}
