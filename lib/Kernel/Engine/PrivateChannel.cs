using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Kernel.Engine;

/// <summary>
/// Moves the protocol off the standard descriptors, before anything else touches them. The engine is started with three pipes:
/// <code>
///  fd   as started        afterwards
///  0    requests          /dev/null            (requests: a duplicate, close-on-exec)
///  1    events            the same pipe as 2   (events:   a duplicate, close-on-exec)
///  2    native output     native output
/// </code>
/// What user code or a program it starts writes to descriptor 1 or 2 thus reaches the runner without mixing with the protocol, and the
/// runtime's last words (stack overflow) too.
/// </summary>
internal static partial class PrivateChannel
{
    private const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC, fcntl(2), since Linux 2.6.24
    private const int ReadOnly = 0;                // O_RDONLY, open(2)
    private const int SigKill = 9;                 // signal(7)

    /// <summary>Takes the protocol's two pipes and makes this process the leader of a process group.</summary>
    public static (FileStream Requests, FileStream Events) Take()
    {
        // A Ctrl-C in the terminal is for the runner: it decides what becomes of the engine.
        _ = SetProcessGroup(0, 0);
        var requests = Duplicate(0);
        var events = Duplicate(1);
        var nothing = Checked(Open("/dev/null", ReadOnly), "open");
        Checked(Dup2(nothing, 0), "dup2");
        Checked(Dup2(2, 1), "dup2");
        return (new FileStream(requests, FileAccess.Read, 1), new FileStream(events, FileAccess.Write, 1));
    }

    /// <summary>Kills every process of this process's group, this one included.</summary>
    public static void KillOwnGroup() => _ = Kill(0, SigKill);

    /// <summary>Kills what is left of the group that <paramref name="leader"/> led. Nothing happens when nobody is.</summary>
    public static void KillGroup(int leader) => _ = Kill(-leader, SigKill);

    private static SafeFileHandle Duplicate(int descriptor) => new(Checked(Fcntl(descriptor, DuplicateCloseOnExec, 3), "fcntl"), ownsHandle: true);

    private static int Checked(int result, string call) =>
        result >= 0 ? result : throw new IOException($"{call} failed: {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Dup2(int from, int to);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "setpgid", SetLastError = true)]
    private static partial int SetProcessGroup(int process, int group);
}
