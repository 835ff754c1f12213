using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Engine;

/// <summary>The libc calls of this room, each with its result checked.</summary>
internal static partial class LibC
{
    public const int F_DUPFD_CLOEXEC = 1030; // fcntl(2), since Linux 2.6.24
    public const int O_RDONLY = 0;           // open(2)
    public const int O_CLOEXEC = 0x80000;    // open(2)
    public const int SIGKILL = 9;            // signal(7)
    public const int EPERM = 1;              // errno(3)
    public const int PRIO_PROCESS = 0;       // setpriority(2)

    /// <summary>Makes this process the leader of a process group of its own (setpgid(2)).</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static void LeadGroup()
    {
        // A session leader already leads its group, and may not leave it.
        if (setpgid(0, 0) < 0 && Marshal.GetLastPInvokeError() != EPERM) Check(-1, "setpgid");
    }

    /// <summary>Kills every process of this process's group, this one included (kill(2)).</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static void KillOwnGroup() => Check(kill(0, SIGKILL), "kill");

    /// <summary>Another descriptor, 3 or above, for the same open file, close-on-exec (fcntl(2)).</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static SafeFileHandle Duplicate(int descriptor) => new(Check(fcntl(descriptor, F_DUPFD_CLOEXEC, 3), "fcntl"), ownsHandle: true);

    /// <summary>Makes <paramref name="descriptor"/> refer to /dev/null (open(2), dup2(2)).</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static void ReadNothingFrom(int descriptor)
    {
        using var nothing = new SafeFileHandle(Check(open("/dev/null", O_RDONLY | O_CLOEXEC), "open /dev/null"), ownsHandle: true);
        Replace(descriptor, (int)nothing.DangerousGetHandle());
    }

    /// <summary>Makes <paramref name="descriptor"/> refer to the open file of <paramref name="other"/> (dup2(2)).</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static void Replace(int descriptor, int other) => Check(dup2(other, descriptor), "dup2");

    /// <summary>The kernel's number of the calling thread (gettid(2), in glibc since 2.30).</summary>
    public static int ThreadId() => gettid();

    /// <summary>Gives a thread of this process the lowest priority, 19 (setpriority(2): in Linux a thread has one of its own).</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static void GiveWay(int thread) => Check(setpriority(PRIO_PROCESS, thread, 19), "setpriority");

    private static int Check(int result, string call) =>
        result >= 0 ? result : throw new IOException($"{call} failed: {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", SetLastError = true)] private static partial int setpgid(int pid, int group);
    [LibraryImport("libc", SetLastError = true)] private static partial int kill(int pid, int signal);
    [LibraryImport("libc", SetLastError = true)] private static partial int fcntl(int fd, int command, int argument);
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] private static partial int open(string path, int flags);
    [LibraryImport("libc")] private static partial int gettid();
    [LibraryImport("libc", SetLastError = true)] private static partial int setpriority(int which, int who, int priority);
    [LibraryImport("libc", SetLastError = true)] private static partial int dup2(int fd, int copy);
}
