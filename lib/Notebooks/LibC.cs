using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Notebooks;

/// <summary>The libc calls of this room, each with its result checked.</summary>
internal static partial class LibC
{
    public const int SIGKILL = 9; // signal(7)
    public const int ESRCH = 3;   // errno(3)
    public const int EPERM = 1;   // errno(3)
    public const int EWOULDBLOCK = 11;      // errno(3), the same as EAGAIN
    public const int O_RDONLY = 0;          // open(2)
    public const int O_CLOEXEC = 0x80000;   // open(2)
    public const int LOCK_EX = 2;           // flock(2)
    public const int LOCK_NB = 4;           // flock(2)

    /// <summary>Kills the rest of the process group of <paramref name="leader"/> (kill(2)). Does nothing when there is none that this user may kill.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static void KillGroup(int leader)
    {
        if (kill(-leader, SIGKILL) < 0 && Marshal.GetLastPInvokeError() is not (ESRCH or EPERM) and var errno)
            throw new IOException($"kill of process group {leader} failed: {Marshal.GetPInvokeErrorMessage(errno)}.");
    }

    /// <summary>Opens a folder, which .NET itself does not, for this process alone (open(2)); null when that fails.</summary>
    public static SafeFileHandle? OpenFolder(string path) =>
        open(path, O_RDONLY | O_CLOEXEC) is >= 0 and var descriptor ? new SafeFileHandle(descriptor, ownsHandle: true) : null;

    /// <summary>Locks an open file or folder until it is closed (flock(2)). False when another process has locked it; true as well where nothing can be locked.</summary>
    public static bool TryLock(SafeFileHandle file) => flock(file, LOCK_EX | LOCK_NB) == 0 || Marshal.GetLastPInvokeError() != EWOULDBLOCK;

    [LibraryImport("libc", SetLastError = true)] private static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)] private static partial int flock(SafeFileHandle descriptor, int operation);
}
