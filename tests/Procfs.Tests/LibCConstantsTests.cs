using System.Runtime.InteropServices;
using CowNotebooks.Tests;

namespace CowNotebooks.Procfs.Tests;

/// <summary>The numbers that native calls are given are the C compiler's.</summary>
public class LibCConstantsTests
{
    [Fact]
    public void The_constants_of_LibC_are_those_of_the_C_headers()
    {
        (string Name, int Value)[] constants =
        [
            ("SYS_perf_event_open", LibC.SYS_perf_event_open), ("PERF_TYPE_SOFTWARE", (int)LibC.PERF_TYPE_SOFTWARE), ("PERF_ATTR_SIZE_VER0", (int)LibC.PERF_ATTR_SIZE_VER0),
            ("PERF_RECORD_SAMPLE", (int)LibC.PERF_RECORD_SAMPLE), ("PERF_COUNT_SW_PAGE_FAULTS", (int)LibC.PERF_COUNT_SW_PAGE_FAULTS),
            ("PERF_COUNT_SW_TASK_CLOCK", (int)LibC.PERF_COUNT_SW_TASK_CLOCK), ("PERF_SAMPLE_IP", (int)LibC.PERF_SAMPLE_IP), ("PERF_SAMPLE_ADDR", (int)LibC.PERF_SAMPLE_ADDR),
            ("PERF_SAMPLE_READ", (int)LibC.PERF_SAMPLE_READ), ("PERF_FORMAT_GROUP", (int)LibC.PERF_FORMAT_GROUP), ("PERF_EVENT_IOC_ENABLE", (int)LibC.PERF_EVENT_IOC_ENABLE),
            ("PERF_EVENT_IOC_DISABLE", (int)LibC.PERF_EVENT_IOC_DISABLE), ("PERF_FLAG_FD_CLOEXEC", (int)LibC.PERF_FLAG_FD_CLOEXEC),
            ("PERF_RECORD_LOST", (int)LibC.PERF_RECORD_LOST), ("PERF_RECORD_COMM", (int)LibC.PERF_RECORD_COMM), ("PERF_RECORD_EXIT", (int)LibC.PERF_RECORD_EXIT),
            ("PERF_RECORD_FORK", (int)LibC.PERF_RECORD_FORK), ("PERF_RECORD_MMAP2", (int)LibC.PERF_RECORD_MMAP2), ("RLIMIT_NOFILE", LibC.RLIMIT_NOFILE),
            ("PERF_EVENT_IOC_SET_OUTPUT", (int)LibC.PERF_EVENT_IOC_SET_OUTPUT), ("PERF_SAMPLE_TID", (int)LibC.PERF_SAMPLE_TID),
            ("PERF_SAMPLE_TIME", (int)LibC.PERF_SAMPLE_TIME), ("PERF_SAMPLE_CALLCHAIN", (int)LibC.PERF_SAMPLE_CALLCHAIN),
            ("PERF_RECORD_MISC_COMM_EXEC", LibC.PERF_RECORD_MISC_COMM_EXEC),
            ("(int)PERF_CONTEXT_USER", unchecked((int)LibC.PERF_CONTEXT_USER)), ("(int)PERF_CONTEXT_MAX", unchecked((int)LibC.PERF_CONTEXT_MAX)),
            ("ESRCH", LibC.ESRCH), ("ENODEV", LibC.ENODEV), ("EMFILE", LibC.EMFILE), ("O_NONBLOCK", LibC.O_NONBLOCK), ("O_CLOEXEC", LibC.O_CLOEXEC),
            ("AT_EMPTY_PATH", LibC.AT_EMPTY_PATH), ("RESOLVE_NO_MAGICLINKS", (int)LibC.RESOLVE_NO_MAGICLINKS), ("RESOLVE_NO_SYMLINKS", (int)LibC.RESOLVE_NO_SYMLINKS),
            ("RESOLVE_IN_ROOT", (int)LibC.RESOLVE_IN_ROOT), ("STATX_BASIC_STATS", (int)LibC.STATX_BASIC_STATS), ("S_IFMT", LibC.S_IFMT), ("S_IFREG", LibC.S_IFREG),
            ("SYS_kcmp", LibC.SYS_kcmp), ("KCMP_VM", LibC.KCMP_VM), ("SYS_openat2", LibC.SYS_openat2),
            ("sizeof(struct open_how)", Marshal.SizeOf<LibC.OpenHow>()), ("sizeof(struct statx)", Marshal.SizeOf<LibC.Statx>()),
            ("offsetof(struct statx, stx_uid)", (int)Marshal.OffsetOf<LibC.Statx>(nameof(LibC.Statx.Uid))),
            ("offsetof(struct statx, stx_mode)", (int)Marshal.OffsetOf<LibC.Statx>(nameof(LibC.Statx.Mode))),
            ("offsetof(struct open_how, resolve)", (int)Marshal.OffsetOf<LibC.OpenHow>(nameof(LibC.OpenHow.Resolve))),
            ("PERF_RECORD_MISC_CPUMODE_MASK", LibC.PERF_RECORD_MISC_CPUMODE_MASK), ("PERF_RECORD_MISC_KERNEL", LibC.PERF_RECORD_MISC_KERNEL),
            ("offsetof(struct perf_event_mmap_page, data_head)", LibC.DataHead), ("offsetof(struct perf_event_mmap_page, data_tail)", LibC.DataTail),
            ("offsetof(struct perf_event_mmap_page, data_offset)", LibC.DataOffset), ("offsetof(struct perf_event_mmap_page, data_size)", LibC.DataSize),
            ("offsetof(struct perf_event_attr, bp_addr)", (int)Marshal.OffsetOf<LibC.PerfEventAttr>(nameof(LibC.PerfEventAttr.BpAddr))),
            ("offsetof(struct pollfd, revents)", (int)Marshal.OffsetOf<LibC.PollFd>(nameof(LibC.PollFd.Revents))),
            ("PROT_READ", LibC.PROT_READ), ("PROT_WRITE", LibC.PROT_WRITE), ("MAP_SHARED", LibC.MAP_SHARED), ("POLLIN", LibC.POLLIN), ("POLLHUP", LibC.POLLHUP),
            ("EPERM", LibC.EPERM), ("ENOENT", LibC.ENOENT), ("EINTR", LibC.EINTR), ("EACCES", LibC.EACCES), ("ENOTDIR", LibC.ENOTDIR), ("ENOSYS", LibC.ENOSYS),
        ];
        // Headers older than Linux 6.7 lack PAGEMAP_SCAN; the number follows from the size of its argument, 12 words.
        var source = $$"""
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #include <linux/fs.h>
            #include <linux/ioctl.h>
            #include <linux/openat2.h>
            #include <linux/kcmp.h>
            #include <linux/perf_event.h>
            #include <poll.h>
            #include <stddef.h>
            #include <sys/mman.h>
            #include <sys/resource.h>
            #include <sys/stat.h>
            #include <sys/syscall.h>
            {{string.Join('\n', constants.Select(c => $"_Static_assert(({c.Name}) == {c.Value}, \"{c.Name}\");"))}}
            #ifdef PAGEMAP_SCAN
            _Static_assert(PAGE_IS_PRESENT == {{LibC.PAGE_IS_PRESENT}} && PAGE_IS_SWAPPED == {{LibC.PAGE_IS_SWAPPED}}, "categories");
            _Static_assert(PAGE_IS_PFNZERO == {{LibC.PAGE_IS_PFNZERO}}, "zero");
            _Static_assert(sizeof(struct pm_scan_arg) == {{Marshal.SizeOf<LibC.PageScanArgument>()}} && offsetof(struct pm_scan_arg, return_mask) == {{Marshal.OffsetOf<LibC.PageScanArgument>(nameof(LibC.PageScanArgument.ReturnMask))}}, "argument");
            _Static_assert(sizeof(struct page_region) == {{Marshal.SizeOf<LibC.PageRegion>()}}, "region");
            #else
            #define PAGEMAP_SCAN _IOWR('f', 16, long long[12])
            #endif
            _Static_assert(PAGEMAP_SCAN == {{LibC.PAGEMAP_SCAN}}u, "number");
            """;
        CCompiler.Accepts(source);
    }
}
