using System.Runtime.InteropServices;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary>
/// Starts processes that the kernel refuses a system call with EPERM, as a container's profile does: seccomp(2) with a filter on a thread of its own, which
/// what it starts inherits.
/// <code>
///   load the number of the call        code 0x20 (BPF_LD|BPF_W|BPF_ABS), offset 0 of struct seccomp_data
///   is it the one? go on, else skip 1  code 0x15 (BPF_JMP|BPF_JEQ|BPF_K)
///   refuse with EPERM                  code 0x06 (BPF_RET|BPF_K), SECCOMP_RET_ERRNO | EPERM
///   allow                              code 0x06, SECCOMP_RET_ALLOW
/// </code>
/// </summary>
internal static unsafe partial class Seccomp
{
    private const int PR_SET_SECCOMP = 22, PR_SET_NO_NEW_PRIVS = 38, SECCOMP_MODE_FILTER = 2;
    private const uint RefuseWithEperm = 0x0005_0001, Allow = 0x7fff_0000;

    /// <summary>The number of perf_event_open(2) on this processor.</summary>
    public static uint PerfEventOpen => (uint)Procfs.LibC.SYS_perf_event_open;

    /// <summary>Runs an action, such as starting a process, on a thread that is refused the call.</summary>
    public static T Without<T>(uint call, Func<T> action)
    {
        T? result = default;
        var refused = 0;
        var thread = new Thread(() =>
        {
            var filter = stackalloc Instruction[] { new(0x20, 0, 0, 0), new(0x15, 0, 1, call), new(0x06, 0, 0, RefuseWithEperm), new(0x06, 0, 0, Allow) };
            var program = new Program { Length = 4, Filter = filter };
            if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, (nuint)(&program), 0, 0) != 0) refused = Marshal.GetLastPInvokeError();
            else result = action();
        });
        thread.Start();
        thread.Join();
        Requires.That(refused == 0, $"The kernel has no seccomp filters (prctl: errno {refused}). Use one with CONFIG_SECCOMP_FILTER.");
        return result!;
    }

    // <linux/filter.h>: struct sock_filter, struct sock_fprog.
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    private struct Program
    {
        public ushort Length;
        public Instruction* Filter;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);
}
