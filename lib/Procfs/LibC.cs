using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs;

/// <summary>Every native call of this room, each checked: PAGEMAP_SCAN, perf_event_open(2) and the calls around it.</summary>
internal static unsafe partial class LibC
{
    // <linux/fs.h>: _IOWR('f', 16, struct pm_scan_arg) and the categories. A test verifies all constants here with the C compiler.
    public const uint PAGEMAP_SCAN = 0xC060_6610;
    public const ulong PAGE_IS_PRESENT = 1 << 3, PAGE_IS_SWAPPED = 1 << 4, PAGE_IS_PFNZERO = 1 << 5;

    // <linux/perf_event.h>
    public const uint PERF_TYPE_SOFTWARE = 1, PERF_ATTR_SIZE_VER0 = 64, PERF_RECORD_SAMPLE = 9;
    public const ulong PERF_COUNT_SW_TASK_CLOCK = 1, PERF_COUNT_SW_PAGE_FAULTS = 2, PERF_SAMPLE_IP = 1, PERF_SAMPLE_ADDR = 8, PERF_SAMPLE_READ = 16, PERF_FORMAT_GROUP = 8;
    public const uint PERF_EVENT_IOC_ENABLE = 0x2400, PERF_EVENT_IOC_DISABLE = 0x2401;
    public const ulong PERF_FLAG_FD_CLOEXEC = 8;
    public const int PERF_RECORD_MISC_CPUMODE_MASK = 7, PERF_RECORD_MISC_KERNEL = 1;
    public const int DataHead = 1024, DataTail = 1032, DataOffset = 1040, DataSize = 1048;

    // <sys/mman.h>, <poll.h>, <errno.h>
    public const int PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1;
    public const short POLLIN = 1, POLLHUP = 16;
    public const int EPERM = 1, ENOENT = 2, ESRCH = 3, EINTR = 4, EACCES = 13, ENOSYS = 38;

    /// <summary>The system call number depends on the architecture: x86-64, or the generic table of arm64 and later ones.</summary>
    public static int SYS_perf_event_open => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 298 : 241;

    /// <summary>kcmp(2).</summary>
    public static int SYS_kcmp => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 312 : 272;

    // <linux/kcmp.h>
    public const int KCMP_VM = 1;

    /// <summary>struct page_region: neighbouring pages of the same categories, by addresses.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct PageRegion
    {
        public readonly ulong Start, End, Categories;
    }

    /// <summary>struct pm_scan_arg.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PageScanArgument
    {
        public ulong Size, Flags, Start, End, WalkEnd, Vec, VecLength, MaxPages, CategoryInverted, CategoryMask, CategoryAnyOfMask, ReturnMask;
    }

    /// <summary>struct perf_event_attr in its first version (PERF_ATTR_SIZE_VER0); the bit fields are in Flags, the first one in the lowest bit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PerfEventAttr
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

        public const ulong Disabled = 1 << 0, Inherit = 1 << 1, ExcludeKernel = 1 << 5, ExcludeHypervisor = 1 << 6, Mmap = 1 << 8, Comm = 1 << 9, Task = 1 << 13, Watermark = 1 << 14;
        public const ulong MmapData = 1 << 17, Mmap2 = 1 << 23, SampleIdAll = 1 << 18, ExcludeCallchainKernel = 1 << 21, CommExec = 1 << 24;
    }

    /// <summary>struct pollfd of poll(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Fd;
        public short Events;
        public short Revents;
    }

    /// <summary>ioctl(2) PAGEMAP_SCAN: how many of the regions were filled, or the negative error number.</summary>
    public static int ScanPagemap(SafeFileHandle pagemap, ref PageScanArgument argument, Span<PageRegion> regions)
    {
        fixed (PageRegion* vector = regions)
        fixed (PageScanArgument* pointer = &argument)
        {
            (argument.Size, argument.Vec, argument.VecLength) = ((ulong)sizeof(PageScanArgument), (ulong)vector, (ulong)regions.Length);
            return OrError(ioctl(pagemap, PAGEMAP_SCAN, (nint)pointer));
        }
    }

    /// <summary>perf_event_open(2) for one process on any processor, in the group of a leader, or as a leader (null): the event, or the error number.</summary>
    public static (SafeFileHandle? Event, int Errno) PerfEventOpen(PerfEventAttr attributes, int pid, SafeFileHandle? leader)
    {
        var group = leader is null ? -1 : leader.DangerousGetHandle();
        var fd = syscall(SYS_perf_event_open, (nint)(&attributes), pid, -1, group, (nint)PERF_FLAG_FD_CLOEXEC);
        return fd >= 0 ? (new SafeFileHandle(fd, ownsHandle: true), 0) : (null, Marshal.GetLastPInvokeError());
    }

    /// <summary>kcmp(2) KCMP_VM: whether two processes have one memory; null when the kernel does not say.</summary>
    public static bool? HaveOneMemory(int one, int other) => syscall(SYS_kcmp, one, other, KCMP_VM, 0, 0) is >= 0 and var order ? order == 0 : null;

    /// <summary>ioctl(2) without an argument.</summary>
    public static void Control(SafeFileHandle file, uint request) => Check(ioctl(file, request, 0), "ioctl");

    /// <summary>mmap(2) of a file, shared, to read and write; null with the error number when the kernel refuses.</summary>
    public static byte* MapShared(SafeFileHandle file, nuint length, out int errno)
    {
        var start = mmap(null, length, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        errno = (nint)start == -1 ? Marshal.GetLastPInvokeError() : 0;
        return errno == 0 ? start : null;
    }

    /// <summary>munmap(2).</summary>
    public static void Unmap(byte* start, nuint length) => Check(munmap(start, length), "munmap");

    /// <summary>read(2), retried after EINTR: the number of bytes read.</summary>
    public static int Read(SafeFileHandle file, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count;
            do count = read(file, start, (nuint)buffer.Length);
            while (count < 0 && Marshal.GetLastPInvokeError() == EINTR);
            return (int)Check(count, "read");
        }
    }

    /// <summary>poll(2) of one descriptor for input: its revents; 0 when the time is up or a signal came first.</summary>
    public static short Poll(SafeFileHandle file, int milliseconds)
    {
        var descriptor = new PollFd { Fd = (int)file.DangerousGetHandle(), Events = POLLIN };
        if (poll(&descriptor, 1, milliseconds) is < 0 and var failed && Marshal.GetLastPInvokeError() != EINTR) Check(failed, "poll");
        return descriptor.Revents;
    }

    /// <summary>"No such file or directory" for 2, and so on (strerror(3)).</summary>
    public static string Describe(int errno) => Marshal.GetPInvokeErrorMessage(errno);

    private static int OrError(int result) => result >= 0 ? result : -Marshal.GetLastPInvokeError();

    private static nint Check(nint result, string call)
    {
        if (result >= 0) return result;
        var errno = Marshal.GetLastPInvokeError();
        throw new IOException($"{call} failed: {Describe(errno)} (errno {errno}).", errno);
    }

    [LibraryImport("libc", SetLastError = true)] private static partial int ioctl(SafeFileHandle file, nuint request, nint argument);
    [LibraryImport("libc", SetLastError = true)] private static partial nint syscall(nint number, nint a, nint b, nint c, nint d, nint e);
    [LibraryImport("libc", SetLastError = true)] private static partial byte* mmap(byte* address, nuint length, int protection, int flags, SafeFileHandle file, nint offset);
    [LibraryImport("libc", SetLastError = true)] private static partial int munmap(byte* address, nuint length);
    [LibraryImport("libc", SetLastError = true)] private static partial nint read(SafeFileHandle file, byte* buffer, nuint count);
    [LibraryImport("libc", SetLastError = true)] private static partial int poll(PollFd* descriptors, nuint count, int milliseconds);
}
