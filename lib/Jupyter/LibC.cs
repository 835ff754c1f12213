using System.Runtime.InteropServices;

namespace CowNotebooks.Jupyter;

/// <summary>The libc calls of this room, each with its result checked.</summary>
internal static partial class LibC
{
    public const int ESRCH = 3; // errno(3)
    public const int EPERM = 1; // errno(3)

    /// <summary>The process that started this one, or that adopted it (getppid(2), which cannot fail).</summary>
    public static int ParentId() => getppid();

    /// <summary>Whether there is such a process, even a zombie or another user's (kill(2), signal 0).</summary>
    /// <exception cref="IOException">kill failed for another reason.</exception>
    public static bool Exists(int pid)
    {
        if (kill(pid, 0) == 0) return true;
        return Marshal.GetLastPInvokeError() switch
        {
            ESRCH => false,
            EPERM => true,
            var errno => throw new IOException($"kill {pid} failed: {Marshal.GetPInvokeErrorMessage(errno)}."),
        };
    }

    [LibraryImport("libc")] private static partial int getppid();
    [LibraryImport("libc", SetLastError = true)] private static partial int kill(int pid, int signal);
}
