using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests.Faults;

/// <summary>The machine has no more of something: memory, processes, room for the session's own files.</summary>
internal static class ResourceFaults
{
    private const string Part = "The machine has no more of it";

    // Two halves, each writable and smaller than memory and swap, become one mapping that is larger, which fork(2) cannot promise a second time (mm/util.c, __vm_enough_memory).
    private const string MoreThanThereIs = """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        libc.mmap.restype = ctypes.c_void_p
        libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
        libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
        sizes = dict(line.split(':') for line in open('/proc/meminfo'))
        half = sum(int(sizes[name].split()[0]) for name in ('MemTotal', 'SwapTotal')) * 1024 * 2 // 3 & ~4095
        at = libc.mmap(None, 2 * half, 0, 0x22, -1, 0)
        failed = libc.mprotect(at, half, 3) + libc.mprotect(at + half, half, 3)
        failed
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static IEnumerable<Fault> All =>
    [
        new(Part, "parent: `fork`", "no memory (ENOMEM)", NoMemoryAsync),
        new(Part, "parent: `fork`, as another user", "no process more (RLIMIT_NPROC)", NoProcessAsync),
        new(Part, "child: `run`", "more memory than its control group may have", () => KilledForMemoryAsync(ofParent: false)),
        new(Part, "parent: `cell`", "more memory than its control group may have", () => KilledForMemoryAsync(ofParent: true)),
        new(Part, "observer: makes the session's folder", "disk full (no inode)", () => FullAsync("size=64k,nr_inodes=1", disk => { }, Measure("python", "1", "1"))),
        new(Part, "observer: makes the session's folder", "disk is read-only", () => FullAsync("size=64k", disk => disk.BecomeReadOnly(), Measure("python", "1", "1"))),
        new(Part, "observer: makes the FIFOs", "disk full (no inode)", () => FullAsync("size=64k,nr_inodes=4", disk => { }, Measure("python", "1", "1"))),
        new(Part, "observer: writes a cell", "disk full", () => FullAsync("size=64k", disk => disk.Fill(), Measure("python", "1", "1"))),
        .. from runtime in new[] { "python", "dotnet" }
           from whose in new[] { "parent", "child" }
           select new Fault(Part, $"{whose}: prints, {runtime}", "disk full", () => PrintAsync(runtime, whose == "parent")),
    ];

    private static string[] Measure(string runtime, string parent, string child) => ["measure", "--runtime", runtime, "--parent-code", parent, "--child-code", child];

    private static async Task<Ending> NoMemoryAsync()
    {
        Machine.Requires("python3");
        if (File.ReadAllText("/proc/sys/vm/overcommit_memory").Trim() == "1")
            throw new NotHereException("The kernel promises any memory, so that no fork fails: echo 0 > /proc/sys/vm/overcommit_memory.", isOfKernel: true);
        await using var lab = await Laboratory.OpenAsync(Runtime.CPython(), cancel: Cancel);
        Assert.Equal("0", (await lab.RunAsync(MoreThanThereIs, Cancel)).Value);
        var error = await Assert.ThrowsAsync<ProcessFailedException>(() => lab.ForkAsync(cancel: Cancel));
        // It may let go of the memory, and fork.
        await lab.RunAsync("libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]\nlibc.munmap(at, 2 * half)", Cancel);
        return Ending.Of(error, await Ending.AfterwardsAsync(lab, Cancel));
    }

    private static async Task<Ending> NoProcessAsync()
    {
        Machine.Requires("python3");
        Machine.RequiresRoot();
        var result = await CowCommand.RunAsNobodyAsync(Measure("python", "import resource\nresource.setrlimit(resource.RLIMIT_NPROC, (1, 1))", "1"));
        return new($"exit code {result.ExitCode}", result.OneLine(), "nothing is left");
    }

    private static async Task<Ending> KilledForMemoryAsync(bool ofParent)
    {
        Machine.Requires("python3");
        await using var lab = await Laboratory.OpenAsync(Runtime.CPython(), cancel: Cancel);
        var child = await lab.ForkAsync(cancel: Cancel);
        using var group = Machine.LimitMemory(ofParent ? lab.ParentPid : child.Pid, 64 << 20);
        const string greedy = "x = b'x' * (1 << 30)";
        try
        {
            var outcome = ofParent ? (await lab.RunAsync(greedy, Cancel)).Outcome : (await child.RunAsync(greedy, cancel: Cancel)).Outcome;
            return Ending.Of(outcome, await Ending.AfterwardsAsync(lab, Cancel));
        }
        catch (ProcessFailedException error)
        {
            return Ending.Of(error, await Ending.AfterwardsAsync(lab, Cancel));
        }
    }

    private static async Task<Ending> FullAsync(string options, Action<SmallDisk> fill, string[] arguments)
    {
        Machine.Requires("python3");
        using var disk = new SmallDisk(options);
        fill(disk);
        var result = await CowCommand.RunInAsync("/", new Dictionary<string, string> { ["TMPDIR"] = disk.Folder }, arguments);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(disk.Folder), path => Path.GetFileName(path).StartsWith("cow-", StringComparison.Ordinal));
        return new Ending($"exit code {result.ExitCode}", result.Errors.Trim(), "nothing is left").Without(disk.Folder);
    }

    private static Task<Ending> PrintAsync(string runtime, bool ofParent)
    {
        var much = runtime == "python" ? "print('x' * (1 << 20))" : "Console.WriteLine(new string('x', 1 << 20));";
        return FullAsync("size=256k", disk => disk.Fill(left: 128 << 10), Measure(runtime, ofParent ? much : "1", ofParent ? "1" : much));
    }
}
