using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace CowNotebooks.Procfs.Tests;

/// <summary>
/// Runs code as the user nobody, on a thread of its own: the system call itself, unlike libc's function, changes that one thread's user.
/// The thread ends afterwards, since it cannot go back.
/// </summary>
internal static partial class OtherUser
{
    private const int Nobody = 65534;

    /// <summary>The number of setresuid(2) on this processor, or null where it is not known.</summary>
    private static int? SetResUid => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 117,
        Architecture.Arm64 => 147,
        _ => null,
    };

    public static bool IsPossible => Environment.IsPrivilegedProcess && SetResUid is not null;

    public static void Run(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (Call(SetResUid!.Value, Nobody, Nobody, Nobody) != 0)
                    throw new InvalidOperationException($"setresuid failed with errno {Marshal.GetLastPInvokeError()}");
                action();
            }
            catch (Exception e)
            {
                thrown = e;
            }
        });
        thread.Start();
        thread.Join();
        if (thrown is not null) ExceptionDispatchInfo.Throw(thrown);
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint first, nint second, nint third);
}
