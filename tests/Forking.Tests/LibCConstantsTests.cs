using System.Runtime.InteropServices;
using CowNotebooks.Forking;

namespace CowNotebooks.Tests;

/// <summary>The numbers that native calls are given are the C compiler's.</summary>
public class LibCConstantsTests
{
    [Fact]
    public void The_constants_of_LibC_are_those_of_the_C_headers()
    {
        (string Name, int Value)[] constants =
        [
            ("O_RDONLY", LibC.O_RDONLY), ("O_WRONLY", LibC.O_WRONLY), ("O_RDWR", LibC.O_RDWR), ("O_APPEND", LibC.O_APPEND), ("O_NONBLOCK", LibC.O_NONBLOCK), ("O_ASYNC", LibC.O_ASYNC),
            ("O_CLOEXEC", LibC.O_CLOEXEC), ("F_SETFL", LibC.F_SETFL), ("F_SETOWN", LibC.F_SETOWN), ("F_SETSIG", LibC.F_SETSIG), ("POLLIN", LibC.POLLIN), ("POLLOUT", LibC.POLLOUT),
            ("POLLHUP", LibC.POLLHUP), ("SIGKILL", LibC.SIGKILL), ("SYS_pidfd_open", LibC.SYS_pidfd_open), ("SYS_pidfd_send_signal", LibC.SYS_pidfd_send_signal),
            ("PROT_READ", LibC.PROT_READ), ("PROT_WRITE", LibC.PROT_WRITE), ("MAP_PRIVATE", LibC.MAP_PRIVATE),
            ("MAP_ANONYMOUS", LibC.MAP_ANONYMOUS), ("MADV_RANDOM", LibC.MADV_RANDOM),
            ("MADV_NOHUGEPAGE", LibC.MADV_NOHUGEPAGE), ("MADV_HUGEPAGE", LibC.MADV_HUGEPAGE), ("MADV_PAGEOUT", LibC.MADV_PAGEOUT),
            ("POSIX_FADV_DONTNEED", LibC.POSIX_FADV_DONTNEED), ("PR_SET_DUMPABLE", LibC.PR_SET_DUMPABLE),
            ("PR_SET_SECCOMP", LibC.PR_SET_SECCOMP), ("PR_SET_NO_NEW_PRIVS", LibC.PR_SET_NO_NEW_PRIVS), ("SECCOMP_MODE_FILTER", LibC.SECCOMP_MODE_FILTER),
            ("(int)SECCOMP_RET_KILL_PROCESS", unchecked((int)LibC.SECCOMP_RET_KILL_PROCESS)), ("SECCOMP_RET_ERRNO", (int)LibC.SECCOMP_RET_ERRNO),
            ("SECCOMP_RET_ALLOW", (int)LibC.SECCOMP_RET_ALLOW), ("(int)AUDIT_ARCH_X86_64", unchecked((int)LibC.AUDIT_ARCH_X86_64)),
            ("(int)AUDIT_ARCH_AARCH64", unchecked((int)LibC.AUDIT_ARCH_AARCH64)), ("CLONE_THREAD", (int)LibC.CLONE_THREAD),
            ("SYS_clone", (int)LibC.SYS_clone), ("SYS_clone3", (int)LibC.SYS_clone3),
            ("BPF_LD | BPF_W | BPF_ABS", LibC.LoadWord), ("BPF_JMP | BPF_JEQ | BPF_K", LibC.JumpIfEqual), ("BPF_JMP | BPF_JSET | BPF_K", LibC.JumpIfAnyBit),
            ("BPF_RET | BPF_K", LibC.Return), ("offsetof(struct seccomp_data, nr)", (int)LibC.SyscallNumber),
            ("offsetof(struct seccomp_data, arch)", (int)LibC.SyscallArchitecture), ("offsetof(struct seccomp_data, args)", (int)LibC.SyscallArgument0),
            ("offsetof(struct sock_filter, k)", (int)Marshal.OffsetOf<LibC.SockFilter>(nameof(LibC.SockFilter.Operand))),
            ("ESRCH", LibC.ESRCH), ("EAGAIN", LibC.EAGAIN), ("EMFILE", LibC.EMFILE), ("ENFILE", LibC.ENFILE), ("ENOSYS", LibC.ENOSYS),
            ("offsetof(struct sock_fprog, filter)", (int)Marshal.OffsetOf<LibC.SockFprog>(nameof(LibC.SockFprog.Filter))),
        ];
        var source = $$"""
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #include <linux/audit.h>
            #include <linux/filter.h>
            #include <linux/seccomp.h>
            #include <poll.h>
            #include <sched.h>
            #include <signal.h>
            #include <stddef.h>
            #include <sys/mman.h>
            #include <sys/prctl.h>
            #include <sys/syscall.h>
            {{string.Join('\n', constants.Select(c => $"_Static_assert(({c.Name}) == {c.Value}, \"{c.Name}\");"))}}
            """;
        CCompiler.Accepts(source);
    }

    [Fact]
    public void Every_signal_has_the_name_that_the_C_headers_give_its_number() => CCompiler.Accepts($"""
        #define _GNU_SOURCE
        #include <signal.h>
        {string.Join('\n', SignalNames.All.Select((name, index) => $"_Static_assert({name} == {index + 1}, \"{name}\");"))}
        """);
}
