using System.Runtime.InteropServices;
using System.Text;

namespace CowNotebooks.Benchmarks;

/// <summary>The native calls of the benchmarks: clocks of CPU time, and files read as plainly as can be.</summary>
internal static unsafe partial class LibC
{
    // <time.h>, <sys/resource.h>, <fcntl.h>
    private const int CLOCK_THREAD_CPUTIME_ID = 3, RUSAGE_CHILDREN = -1, O_RDONLY = 0;

    /// <summary>CPU time of this thread so far, in seconds: what others do on the machine hardly changes it.</summary>
    public static double ThreadCpu
    {
        get
        {
            TimeSpec time;
            Check(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time), "clock_gettime");
            return time.Seconds + time.Nanoseconds / 1e9;
        }
    }

    /// <summary>CPU time in seconds of all processes that this one started, and they, as far as they have ended and were waited for.</summary>
    public static double ChildrenCpu
    {
        get
        {
            ResourceUsage usage;
            Check(getrusage(RUSAGE_CHILDREN, &usage), "getrusage");
            return usage.UserSeconds + usage.SystemSeconds + (usage.UserMicroseconds + usage.SystemMicroseconds) / 1e6;
        }
    }

    /// <summary>open(2), read(2) to the end, close(2).</summary>
    /// <param name="path">Ends with a zero byte: <see cref="Path"/>.</param>
    /// <param name="buffer">Holds the file whole.</param>
    public static void ReadFile(byte[] path, byte[] buffer)
    {
        fixed (byte* name = path, start = buffer)
        {
            var file = open(name, O_RDONLY);
            Check(file, "open");
            nint length = 0, got;
            while ((got = read(file, start + length, (nuint)(buffer.Length - length))) > 0) length += got;
            Check(got, "read");
            Check(close(file), "close");
        }
    }

    /// <summary>A path as <see cref="ReadFile"/> takes it.</summary>
    public static byte[] Path(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static void Check(nint result, string call)
    {
        if (result < 0) throw new IOException($"{call} failed: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <summary>struct timespec.</summary>
    private struct TimeSpec
    {
        public nint Seconds, Nanoseconds;
    }

    /// <summary>struct rusage: two struct timeval, and fourteen words that nobody here reads.</summary>
    private struct ResourceUsage
    {
        public nint UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds;
        public fixed long Others[14];
    }

    [LibraryImport("libc", SetLastError = true)] private static partial int clock_gettime(int clock, TimeSpec* time);
    [LibraryImport("libc", SetLastError = true)] private static partial int getrusage(int whose, ResourceUsage* usage);
    [LibraryImport("libc", SetLastError = true)] private static partial int open(byte* path, int flags);
    [LibraryImport("libc", SetLastError = true)] private static partial nint read(int file, byte* buffer, nuint count);
    [LibraryImport("libc", SetLastError = true)] private static partial int close(int file);
}
