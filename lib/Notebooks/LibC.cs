using System.Runtime.InteropServices;

namespace CowNotebooks.Notebooks;

/// <summary>The libc calls of this room, each with its result checked.</summary>
internal static partial class LibC
{
    public const int SIGKILL = 9; // signal(7)
    public const int ESRCH = 3;   // errno(3)
    public const int EPERM = 1;   // errno(3)

    /// <summary>Kills the rest of the process group of <paramref name="leader"/> (kill(2)). Does nothing when there is none that this user may kill.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static void KillGroup(int leader)
    {
        if (kill(-leader, SIGKILL) < 0 && Marshal.GetLastPInvokeError() is not (ESRCH or EPERM) and var errno)
            throw new IOException($"kill of process group {leader} failed: {Marshal.GetPInvokeErrorMessage(errno)}.");
    }

    [LibraryImport("libc", SetLastError = true)] private static partial int kill(int pid, int signal);
}
