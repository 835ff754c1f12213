using System.Diagnostics;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Tests;

/// <summary>What a watch says of a process, beside what its page map says.</summary>
public class WatchTests
{
    // The parent holds 1,000 private pages, 500 shared ones, and has read 200 more; the child writes 300 of the private ones and releases 100 that are shared still.
    private const string Program = """
        import mmap, os, sys
        PAGE = mmap.PAGESIZE
        def region(pages, how):
            memory = mmap.mmap(-1, pages * PAGE, flags=how | mmap.MAP_ANONYMOUS)
            memory.madvise(15)
            return memory
        private, shared, read = region(1000, mmap.MAP_PRIVATE), region(500, mmap.MAP_SHARED), region(200, mmap.MAP_PRIVATE)
        for page in range(1000): private[page * PAGE] = 1
        for page in range(500): shared[page * PAGE] = 1
        for page in range(200): read[page * PAGE]
        pid = os.fork()
        if pid == 0:
            for page in range(500): shared[page * PAGE]
            os.write(1, b'%d\n' % os.getpid())
            os.read(0, 1)
            for page in range(300): private[page * PAGE] = 2
            private.madvise(mmap.MADV_DONTNEED, 900 * PAGE, 100 * PAGE)
            os.write(1, b'done\n')
            os.read(0, 1)
            os._exit(0)
        os.waitpid(pid, 0)
        """;

    [Fact]
    public void Shared_anonymous_memory_is_that_of_the_page_map_and_what_is_released_is_not_eroded()
    {
        var python = Requires.Program("Install CPython: apt-get install python3.", "python3");
        using var parent = Process.Start(new ProcessStartInfo(python, ["-c", Program]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            var pid = int.Parse(parent.StandardOutput.ReadLine()!);
            Processes.AssertWaiting(pid, parent.Id);
            using var watch = Watch.Start(pid);
            var sharedBefore = SharedPages(pid);
            parent.StandardInput.Write('x');
            parent.StandardInput.Flush();
            Assert.Equal("done", parent.StandardOutput.ReadLine());
            Processes.AssertWaiting(pid, parent.Id);
            var look = watch.Look();
            var child = Assert.Single(look.Processes);

            var shared = WatchFigures.Rows.Single(figure => figure.Name == "sharedAnonymousBytes");
            Assert.Equal(sharedBefore, watch.First.Processes[0][shared] / Environment.SystemPageSize);
            Assert.Equal(SharedPages(pid), child[shared] / Environment.SystemPageSize);
            // CPython itself writes some pages meanwhile; the 100 released ones are not among them.
            Assert.InRange(child[WatchFigures.ErodedBytes]!.Value / Environment.SystemPageSize, 300, 395);
            Assert.True(sharedBefore - SharedPages(pid) >= 400);
        }
        finally
        {
            parent.StandardInput.Close();
            if (!parent.WaitForExit(TimeSpan.FromSeconds(10))) parent.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void The_copies_that_faults_made_are_those_of_the_page_map()
    {
        Requires.That(Environment.IsPrivilegedProcess, "Only root is shown frame numbers: run the tests as root, e.g. in the development container.");
        var python = Requires.Program("Install CPython: apt-get install python3.", "python3");
        using var parent = Process.Start(new ProcessStartInfo(python, ["-c", Program]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            var pid = int.Parse(parent.StandardOutput.ReadLine()!);
            Processes.AssertWaiting(pid, parent.Id);
            using var watch = Watch.Start(pid, new WatchOptions { Faults = true });
            Requires.That(watch.WhyNoFaults.Length == 0, watch.WhyNoFaults);
            var before = new ProcFs().Process(pid).Pages(frames: true);
            parent.StandardInput.Write('x');
            parent.StandardInput.Flush();
            Assert.Equal("done", parent.StandardOutput.ReadLine());
            Processes.AssertWaiting(pid, parent.Id);
            var changes = PageChanges.Between(before, new ProcFs().Process(pid).Pages(frames: true));
            var faults = watch.Faults()!;

            Assert.Equal(0, faults.Lost);
            Assert.True(changes.Count(PageChange.Copied) >= 300);
            Assert.Equal(changes.Count(PageChange.Copied), faults.CountOf(FaultCause.Copy));
        }
        finally
        {
            parent.StandardInput.Close();
            if (!parent.WaitForExit(TimeSpan.FromSeconds(10))) parent.Kill(entireProcessTree: true);
        }
    }

    private static long SharedPages(int pid)
    {
        var map = new ProcFs().Process(pid).Pages();
        return map.Spans.Where(span => span.Traits == PageTraits.Present).Sum(span => span.Count);
    }
}
