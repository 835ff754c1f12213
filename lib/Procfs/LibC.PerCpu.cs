using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs;

/// <summary>perf_event_open(2) of one thread on one processor, whose records share a ring with those of others.</summary>
internal static unsafe partial class LibC
{
    // <linux/perf_event.h>
    public const uint PERF_RECORD_LOST = 2, PERF_RECORD_COMM = 3, PERF_RECORD_EXIT = 4, PERF_RECORD_FORK = 7, PERF_RECORD_MMAP2 = 10, PERF_EVENT_IOC_SET_OUTPUT = 0x2405;
    public const ulong PERF_SAMPLE_TID = 2, PERF_SAMPLE_TIME = 4, PERF_SAMPLE_CALLCHAIN = 32;
    public const int PERF_RECORD_MISC_COMM_EXEC = 1 << 13;
    public const ulong PERF_CONTEXT_USER = unchecked((ulong)-512), PERF_CONTEXT_MAX = unchecked((ulong)-4095);

    // <errno.h>
    public const int ENODEV = 19, EMFILE = 24;

    // <sys/resource.h>
    public const int RLIMIT_NOFILE = 7;

    /// <summary>perf_event_open(2) for one thread, and what it starts, on one processor: the event, or the error number.</summary>
    public static (SafeFileHandle? Event, int Errno) PerfEventOpenOn(PerfEventAttr attributes, int thread, int processor)
    {
        var fd = syscall(SYS_perf_event_open, (nint)(&attributes), thread, processor, -1, (nint)PERF_FLAG_FD_CLOEXEC);
        return fd >= 0 ? (new SafeFileHandle(fd, ownsHandle: true), 0) : (null, Marshal.GetLastPInvokeError());
    }

    /// <summary>Has the records of an event written to the ring of another one on the same processor.</summary>
    public static void WriteTo(SafeFileHandle file, SafeFileHandle ringOwner) => Check(ioctl(file, PERF_EVENT_IOC_SET_OUTPUT, ringOwner.DangerousGetHandle()), "ioctl");

    /// <summary>Waits until one of the rings has input, or the time is up, or a signal comes.</summary>
    public static void PollAny(ReadOnlySpan<SafeFileHandle> files, int milliseconds)
    {
        var descriptors = stackalloc PollFd[files.Length];
        for (var i = 0; i < files.Length; i++) descriptors[i] = new PollFd { Fd = (int)files[i].DangerousGetHandle(), Events = POLLIN };
        if (poll(descriptors, (nuint)files.Length, milliseconds) is < 0 and var failed && Marshal.GetLastPInvokeError() != EINTR) Check(failed, "poll");
    }

    /// <summary>How many files this process may have open (getrlimit(2)). The runtime has raised it as far as it may.</summary>
    public static long MostFiles()
    {
        var limits = stackalloc ulong[2];
        Check(getrlimit(RLIMIT_NOFILE, limits), "getrlimit");
        return limits[0] > long.MaxValue ? long.MaxValue : (long)limits[0];
    }

    [LibraryImport("libc", SetLastError = true)] private static partial int getrlimit(int resource, ulong* limits);
}
