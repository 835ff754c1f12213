using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CowNotebooks.Forking;

// seccomp(2): what a forked .NET child must not do.
public static unsafe partial class LibC
{
    // <sys/prctl.h>, <linux/seccomp.h>, <linux/filter.h>, <linux/bpf_common.h>, <linux/audit.h>, <sched.h>; a test asks the C compiler.
    internal const int PR_SET_SECCOMP = 22, PR_SET_NO_NEW_PRIVS = 38, SECCOMP_MODE_FILTER = 2;
    internal const uint SECCOMP_RET_KILL_PROCESS = 0x80000000, SECCOMP_RET_ERRNO = 0x00050000, SECCOMP_RET_ALLOW = 0x7fff0000;
    internal const ushort LoadWord = 0x20, JumpIfEqual = 0x15, JumpIfAnyBit = 0x45, Return = 0x06;
    internal const uint AUDIT_ARCH_X86_64 = 0xC000003E, AUDIT_ARCH_AARCH64 = 0xC00000B7;
    internal const uint CLONE_THREAD = 0x00010000;
    internal const uint SYS_clone3 = 435, SyscallNumber = 0, SyscallArchitecture = 4, SyscallArgument0 = 16;

    private static bool IsX64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>The number of clone(2) differs from processor to processor: x86-64, and the generic table of arm64 and later ones.</summary>
    internal static uint SYS_clone => IsX64 ? 56u : 220u;

    /// <summary>
    /// From now on a new thread ends this process by SIGSYS. In a forked CoreCLR child threads lead to hangs and crashes later on and elsewhere, since the
    /// threads that the runtime thinks it has were not forked; the signal shows the cause at once.
    /// </summary>
    internal static void ForbidThreads()
    {
        var architecture = IsX64 ? AUDIT_ARCH_X86_64 : AUDIT_ARCH_AARCH64;
        var filter = stackalloc SockFilter[]
        {
            // System calls of another architecture have other numbers; no .NET process makes any.
            new(LoadWord, 0, 0, SyscallArchitecture),
            new(JumpIfEqual, 0, 6, architecture),
            new(LoadWord, 0, 0, SyscallNumber),
            // clone3 passes its flags in memory, which a filter cannot read; libc falls back on clone when clone3 fails with ENOSYS.
            new(JumpIfEqual, 3, 0, SYS_clone3),
            new(JumpIfEqual, 0, 3, SYS_clone),
            new(LoadWord, 0, 0, SyscallArgument0),
            new(JumpIfAnyBit, 2, 1, CLONE_THREAD),
            new(Return, 0, 0, SECCOMP_RET_ERRNO | ENOSYS),
            new(Return, 0, 0, SECCOMP_RET_ALLOW),
            new(Return, 0, 0, SECCOMP_RET_KILL_PROCESS),
        };
        var program = new SockFprog { Length = 10, Filter = filter };
        Check(prctl5(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl PR_SET_NO_NEW_PRIVS");
        // On a kernel without seccomp (EINVAL) the child runs without the filter.
        if (prctl5(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, (nint)(&program), 0, 0) < 0 && Marshal.GetLastPInvokeError() != EINVAL) Check(-1, "prctl PR_SET_SECCOMP");
    }

    /// <summary>Compiles and links <see cref="ForbidThreads"/> without doing it.</summary>
    internal static void PrepareToForbidThreads()
    {
        RuntimeHelpers.PrepareDelegate(ForbidThreads);
        // 0 is no mode that can be set: EINVAL.
        _ = prctl5(PR_SET_SECCOMP, 0, 0, 0, 0);
    }

    /// <summary>struct sock_filter: an instruction of the filter; a test says how many instructions to skip when it holds and when it does not.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct SockFilter(ushort code, byte ifTrue, byte ifFalse, uint operand)
    {
        public readonly ushort Code = code;
        public readonly byte IfTrue = ifTrue, IfFalse = ifFalse;
        public readonly uint Operand = operand;
    }

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SockFprog
    {
        public ushort Length;
        public SockFilter* Filter;
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)] private static partial int prctl5(int option, nint a, nint b, nint c, nint d);
}
