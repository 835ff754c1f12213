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
            ("PERF_RECORD_MISC_CPUMODE_MASK", LibC.PERF_RECORD_MISC_CPUMODE_MASK), ("PERF_RECORD_MISC_KERNEL", LibC.PERF_RECORD_MISC_KERNEL),
            ("offsetof(struct perf_event_mmap_page, data_head)", LibC.DataHead), ("offsetof(struct perf_event_mmap_page, data_tail)", LibC.DataTail),
            ("offsetof(struct perf_event_mmap_page, data_offset)", LibC.DataOffset), ("offsetof(struct perf_event_mmap_page, data_size)", LibC.DataSize),
            ("offsetof(struct perf_event_attr, bp_addr)", (int)Marshal.OffsetOf<LibC.PerfEventAttr>(nameof(LibC.PerfEventAttr.BpAddr))),
            ("offsetof(struct pollfd, revents)", (int)Marshal.OffsetOf<LibC.PollFd>(nameof(LibC.PollFd.Revents))),
            ("PROT_READ", LibC.PROT_READ), ("PROT_WRITE", LibC.PROT_WRITE), ("MAP_SHARED", LibC.MAP_SHARED), ("POLLIN", LibC.POLLIN), ("POLLHUP", LibC.POLLHUP),
            ("EPERM", LibC.EPERM), ("ENOENT", LibC.ENOENT), ("EINTR", LibC.EINTR), ("EACCES", LibC.EACCES), ("ENOSYS", LibC.ENOSYS),
        ];
        // Headers older than Linux 6.7 lack PAGEMAP_SCAN; the number follows from the size of its argument, 12 words.
        var source = $$"""
            #define _GNU_SOURCE
            #include <errno.h>
            #include <linux/fs.h>
            #include <linux/ioctl.h>
            #include <linux/perf_event.h>
            #include <poll.h>
            #include <stddef.h>
            #include <sys/mman.h>
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
