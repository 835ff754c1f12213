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
            ("O_RDONLY", LibC.O_RDONLY), ("O_WRONLY", LibC.O_WRONLY), ("O_RDWR", LibC.O_RDWR), ("O_NONBLOCK", LibC.O_NONBLOCK), ("O_ASYNC", LibC.O_ASYNC),
            ("O_CLOEXEC", LibC.O_CLOEXEC), ("F_SETFL", LibC.F_SETFL), ("F_SETOWN", LibC.F_SETOWN), ("POLLIN", LibC.POLLIN), ("POLLERR", LibC.POLLERR),
            ("POLLHUP", LibC.POLLHUP), ("SIGKILL", LibC.SIGKILL), ("SYS_pidfd_open", LibC.SYS_pidfd_open), ("SYS_pidfd_send_signal", LibC.SYS_pidfd_send_signal),
            ("SYS_perf_event_open", LibC.SYS_perf_event_open), ("PERF_TYPE_SOFTWARE", (int)LibC.PERF_TYPE_SOFTWARE), ("PERF_ATTR_SIZE_VER0", (int)LibC.PERF_ATTR_SIZE_VER0),
            ("PERF_RECORD_SAMPLE", (int)LibC.PERF_RECORD_SAMPLE), ("PERF_COUNT_SW_PAGE_FAULTS", (int)LibC.PERF_COUNT_SW_PAGE_FAULTS),
            ("PERF_SAMPLE_IP", (int)LibC.PERF_SAMPLE_IP), ("PERF_SAMPLE_ADDR", (int)LibC.PERF_SAMPLE_ADDR), ("PERF_EVENT_IOC_ENABLE", (int)LibC.PERF_EVENT_IOC_ENABLE),
            ("PERF_EVENT_IOC_DISABLE", (int)LibC.PERF_EVENT_IOC_DISABLE), ("PERF_FLAG_FD_CLOEXEC", (int)LibC.PERF_FLAG_FD_CLOEXEC),
            ("PERF_RECORD_MISC_CPUMODE_MASK", LibC.PERF_RECORD_MISC_CPUMODE_MASK), ("PERF_RECORD_MISC_KERNEL", LibC.PERF_RECORD_MISC_KERNEL),
            ("offsetof(struct perf_event_mmap_page, data_head)", LibC.DataHead), ("offsetof(struct perf_event_mmap_page, data_tail)", LibC.DataTail),
            ("offsetof(struct perf_event_mmap_page, data_offset)", LibC.DataOffset), ("offsetof(struct perf_event_mmap_page, data_size)", LibC.DataSize),
            ("offsetof(struct perf_event_attr, bp_addr)", (int)Marshal.OffsetOf<LibC.PerfEventAttr>(nameof(LibC.PerfEventAttr.BpAddr))),
            ("PROT_READ", LibC.PROT_READ), ("PROT_WRITE", LibC.PROT_WRITE), ("MAP_SHARED", LibC.MAP_SHARED), ("MAP_PRIVATE", LibC.MAP_PRIVATE),
            ("MAP_ANONYMOUS", LibC.MAP_ANONYMOUS), ("MADV_RANDOM", LibC.MADV_RANDOM), ("MADV_NOHUGEPAGE", LibC.MADV_NOHUGEPAGE),
            ("POSIX_FADV_DONTNEED", LibC.POSIX_FADV_DONTNEED), ("PR_SET_DUMPABLE", LibC.PR_SET_DUMPABLE),
            ("EPERM", LibC.EPERM), ("ENOENT", LibC.ENOENT), ("EACCES", LibC.EACCES), ("ENOSYS", LibC.ENOSYS),
        ];
        var source = $$"""
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #include <linux/perf_event.h>
            #include <poll.h>
            #include <signal.h>
            #include <stddef.h>
            #include <sys/mman.h>
            #include <sys/prctl.h>
            #include <sys/syscall.h>
            {{string.Join('\n', constants.Select(c => $"_Static_assert({c.Name} == {c.Value}, \"{c.Name}\");"))}}
            """;
        CCompiler.Accepts(source);
    }

    [Fact]
    public void Guards_set_what_a_fork_needs_and_clear_every_other_setting_of_the_runtime()
    {
        var environment = new Dictionary<string, string?> { ["DOTNET_gcServer"] = "1", ["COMPlus_x"] = "1", ["DOTNET_ROOT"] = "/r", ["PATH"] = "/bin" };
        ForkGuards.Apply(environment);

        Assert.Equal("/r", environment["DOTNET_ROOT"]);
        Assert.Equal("/bin", environment["PATH"]);
        Assert.DoesNotContain("DOTNET_gcServer", environment.Keys);
        Assert.DoesNotContain("COMPlus_x", environment.Keys);
        Assert.All(ForkGuards.All, guard => Assert.Equal("0", environment[guard.Variable]));
    }

    [Theory]
    [InlineData(OutcomeKind.Killed, Role.Child, "SIGSEGV", "The child was killed by SIGSEGV while running 'lock'.")]
    [InlineData(OutcomeKind.Exited, Role.Parent, "3", "The parent exited with code 3 while running 'lock'.")]
    [InlineData(OutcomeKind.TimedOut, Role.Child, "2 s", "The child did not answer within 2 s while running 'lock', and was ended.")]
    public void An_outcome_is_one_sentence(OutcomeKind kind, Role role, string detail, string sentence) =>
        Assert.Equal(sentence, new Outcome(kind, role, "running 'lock'", detail).ToString());
}
