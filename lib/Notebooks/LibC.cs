using System.Runtime.InteropServices;

namespace CowNotebooks.Notebooks;

/// <summary>The calls of libc that this room makes. Each checks what it gave back.</summary>
internal static partial class LibC
{
    public const int SIGKILL = 9; // signal(7)
    public const int ESRCH = 3;   // errno(3)
    public const int EPERM = 1;   // errno(3)

    /// <summary>Kills what is left of the group that <paramref name="leader"/> led (kill(2)). Nothing happens when nobody is, or nobody who is ours to kill.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static void KillGroup(int leader)
    {
        if (kill(-leader, SIGKILL) < 0 && Marshal.GetLastPInvokeError() is not (ESRCH or EPERM) and var errno)
            throw new IOException($"kill of process group {leader} failed: {Marshal.GetPInvokeErrorMessage(errno)}.");
    }

    [LibraryImport("libc", SetLastError = true)] private static partial int kill(int pid, int signal);
}
