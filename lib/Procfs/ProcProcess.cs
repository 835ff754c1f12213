using System.Globalization;
using System.Text;
using CowNotebooks.Procfs.Live;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Procfs;

/// <summary>
/// One process, by its pid. Nothing is cached between readings, and the pid may be reused by another process later:
/// <see cref="ProcStat.StartTicks"/> distinguishes the two. Every reading may throw a <see cref="ProcException"/>.
/// </summary>
public sealed class ProcProcess
{
    private readonly string _folder;
    // Named once, so that a measurement allocates nothing.
    private string? _stat, _smapsRollup;

    internal ProcProcess(string root, int pid)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pid);
        Pid = pid;
        Root = root;
        _folder = Path.Combine(root, pid.ToString());
    }

    /// <summary>The pid.</summary>
    public int Pid { get; }

    internal string Root { get; }

    /// <summary>True when the process exists now, even as a zombie.</summary>
    public bool Exists => Directory.Exists(_folder);

    /// <summary>The name of the program, which the process may change; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Comm => Read("comm", (text, _) => Encoding.UTF8.GetString(text.EndsWith("\n"u8) ? text[..^1] : text));

    /// <summary>Faults, times and related processes: <c>/proc/PID/stat</c>.</summary>
    public ProcStat Stat() => Read(new ProcSource(_stat ??= Source("stat").Path, Pid), ProcStat.Parse);

    /// <summary>Names, ids, signals and sizes: <c>/proc/PID/status</c>.</summary>
    public ProcStatus Status() => Read("status", ProcStatus.Parse);

    /// <summary>Makes sure that this is a process: the kernel also shows the files of a thread by its number. One that cannot be read is left to later readings.</summary>
    /// <exception cref="ProcThreadException">It is a thread.</exception>
    public void RequireProcess()
    {
        int? leader;
        try
        {
            leader = Status().ThreadGroup;
        }
        catch (ProcException)
        {
            return;
        }

        if (leader is { } process && process != Pid) throw new ProcThreadException(Source("status"), process);
    }

    /// <summary>
    /// Whether both have one memory, as after vfork(2), or clone(2) with CLONE_VM, until the child begins another program. Null when the kernel does not say
    /// (kcmp(2), since Linux 3.5, takes the right to trace both).
    /// </summary>
    /// <param name="other">Another process of this machine.</param>
    public bool? SharesMemoryWith(ProcProcess other) => LibC.HaveOneMemory(Pid, other.Pid);

    /// <summary>
    /// Whether its program lies at addresses chosen at random when it was started: not by setarch -R or a debugger (/proc/PID/personality), nor where
    /// kernel.randomize_va_space is 0 now. Null when the kernel does not say.
    /// </summary>
    public bool? HasRandomAddresses()
    {
        // <linux/personality.h>
        const uint ADDR_NO_RANDOMIZE = 0x0040000;
        try
        {
            if ((Read("personality", (text, _) => uint.Parse(text.Trim("\n "u8), NumberStyles.HexNumber, CultureInfo.InvariantCulture)) & ADDR_NO_RANDOMIZE) != 0) return false;
            return ProcFile.Read(new(Path.Combine(Root, "sys/kernel/randomize_va_space"), null), (text, _) => text is not [(byte)'0', ..]);
        }
        catch (Exception e) when (e is ProcException or IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The CPU time of its first thread: <c>/proc/PID/schedstat</c>.</summary>
    public ProcSchedstat Schedstat() => Read("schedstat", ProcSchedstat.Parse);

    /// <summary>The system call that its first thread is in: <c>/proc/PID/syscall</c>. Takes the right to trace it.</summary>
    public ProcSyscall Syscall() => Read("syscall", ProcSyscall.Parse);

    /// <summary>The stat of each of its threads; one that ends meanwhile is left out.</summary>
    public IReadOnlyList<ProcStat> Threads()
    {
        var source = Source("task");
        try
        {
            return [.. ProcFs.Numbers(source.Path).Select(thread => new ProcProcess(source.Path, thread)).Select(ThreadStat).OfType<ProcStat>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProcFailure.Explain(e, source, this);
        }
    }

    /// <summary>
    /// USS, PSS, RSS and Swap in bytes: <c>/proc/PID/smaps_rollup</c>. On a kernel before 4.14 the sum of <see cref="Smaps"/>, whose PSS is rounded down to kB in each mapping.
    /// </summary>
    public SmapsRollup SmapsRollup()
    {
        try
        {
            return ReadMemory(new ProcSource(_smapsRollup ??= Source("smaps_rollup").Path, Pid), Procfs.SmapsRollup.Parse);
        }
        catch (ProcUnsupportedException)
        {
            return Smaps().Total();
        }
    }

    /// <summary>This kernel sums the memory of a process itself (since Linux 4.14); otherwise <see cref="SmapsRollup"/> sums the mappings.</summary>
    public bool HasSmapsRollup => File.Exists(Source("smaps_rollup").Path);

    /// <summary>A figure that is required.</summary>
    /// <param name="figure">The figure, null when this kernel lacks it.</param>
    /// <param name="file">The file in which Linux has it, e.g. <c>smaps_rollup</c>.</param>
    /// <param name="field">Its name there, e.g. <c>Rss</c>.</param>
    /// <exception cref="ProcFieldMissingException">It is null.</exception>
    public long Required(long? figure, string file, string field) => figure ?? throw new ProcFieldMissingException(Source(file), field);

    /// <summary>The memory, mapping by mapping, in bytes: <c>/proc/PID/smaps</c>.</summary>
    public Smaps Smaps() => ReadMemory("smaps", Procfs.Smaps.Parse);

    /// <summary>The mappings, in ascending order: <c>/proc/PID/maps</c>.</summary>
    public Maps Maps() => ReadMemory("maps", Procfs.Maps.Parse);

    /// <summary>
    /// Fills <paramref name="entries"/> with the page table's entries from <paramref name="firstPage"/> (an address divided by the page
    /// size) on.
    /// </summary>
    /// <returns>How many entries were filled: all, unless the address space ends before.</returns>
    public int Pagemap(ulong firstPage, Span<PagemapEntry> entries)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstPage, (ulong)long.MaxValue / sizeof(ulong));
        using var pagemap = OpenPagemap(scan: false);
        return pagemap.Read(firstPage, entries);
    }

    /// <summary>Opens its page table, <c>/proc/PID/pagemap</c>, for reading. The caller disposes it.</summary>
    public ProcPagemap OpenPagemap() => OpenPagemap(scan: true);

    /// <summary>Opens its memory, <c>/proc/PID/mem</c>, for reading. The caller disposes it.</summary>
    public ProcMemory OpenMemory()
    {
        var source = Source("mem");
        try
        {
            return new(this, source);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProcFailure.Explain(e, source, this);
        }
    }

    /// <summary>Its root folder, <c>/proc/PID/root</c>, to open files as it sees them. The caller disposes it.</summary>
    /// <exception cref="ProcDeniedException">It takes the right to trace the process (ptrace(2), PTRACE_MODE_READ_FSCREDS).</exception>
    public ProcessRoot OpenRoot()
    {
        var source = Source("root");
        var user = Status().Uid?.Effective;
        var (folder, errno) = LibC.OpenFolder(source.Path);
        return folder is not null ? new(Pid, user, folder) : throw errno switch
        {
            LibC.EACCES or LibC.EPERM => new ProcDeniedException(source),
            LibC.ENOENT or LibC.ESRCH => ProcFailure.Gone(source),
            _ => new ProcUnreadableException(source, new IOException(LibC.Describe(errno))),
        };
    }

    /// <summary>All its pages, as spans of equal pages. The process should wait meanwhile.</summary>
    /// <param name="frames">Keep the frame number of each anonymous page too, 4 bytes a page, or 8 where one is above 16 TB; the kernel shows them only with CAP_SYS_ADMIN.</param>
    public PageMap Pages(bool frames = false) => Pages(frames, scan: true);

    /// <summary>The same with frame numbers; exclusive is exact also where a part of a huge page was copied, of which an entry tells only for the whole.</summary>
    /// <param name="counts">How often each frame is mapped.</param>
    public PageMap Pages(ProcPageCounts counts) => Pages(frames: true, scan: true, counts);

    /// <summary>The same; without scan, as on a kernel before 6.7.</summary>
    internal PageMap Pages(bool frames, bool scan, ProcPageCounts? counts = null)
    {
        var maps = Maps();
        using var pagemap = OpenPagemap(scan);
        return PageMapReader.Read(pagemap, maps, frames, counts);
    }

    /// <summary>
    /// The file of the program that it runs, <c>/proc/PID/exe</c>, with <c> (deleted)</c> when that is gone; null for a kernel thread, and when the kernel does
    /// not show it to this user.
    /// </summary>
    public string? Executable => new FileInfo(Path.Combine(_folder, "exe")).LinkTarget;

    /// <summary>The arguments, the program first. Empty for a zombie and a kernel thread; the process may have changed them.</summary>
    public IReadOnlyList<string> CommandLine() => Read("cmdline", ParseArguments);

    /// <summary>
    /// The pids of the children, in ascending order, zombies included. Exact only while no child starts or ends (proc_tid_children(5)).
    /// On a kernel without CONFIG_PROC_CHILDREN the parent of every process is read instead.
    /// </summary>
    public IReadOnlyList<int> Children()
    {
        var source = Source("task");
        try
        {
            return ChildPids.ByThread(source.Path, Pid);
        }
        catch (IOException) when (Exists)
        {
            // This kernel has no such file, or a thread ended meanwhile.
            return ChildPids.ByParent(new(Root), Pid);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProcFailure.Explain(e, source, this);
        }
    }

    private static string[] ParseArguments(ReadOnlySpan<byte> text, ProcSource source) =>
        text.IsEmpty ? [] : Encoding.UTF8.GetString(text.EndsWith("\0"u8) ? text[..^1] : text).Split('\0');

    private static ProcStat? ThreadStat(ProcProcess thread)
    {
        try
        {
            return thread.Stat();
        }
        // The folder "task" is gone with its process: then the thread seems to belong to a proc that is not mounted.
        catch (ProcException error) when (error is ProcVanishedException || !thread.Exists)
        {
            return null;
        }
    }

    private ProcPagemap OpenPagemap(bool scan)
    {
        var source = Source("pagemap");
        try
        {
            return new(this, source, scan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProcFailure.Explain(e, source, this);
        }
    }

    private ProcSource Source(string name) => new(Path.Combine(_folder, name), Pid);

    private T Read<T>(string name, ProcParser<T> parse) => Read(Source(name), parse);

    private T Read<T>(ProcSource source, ProcParser<T> parse)
    {
        try
        {
            return ProcFile.Read(source, parse);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProcFailure.Explain(e, source, this);
        }
    }

    private T ReadMemory<T>(string name, ProcParser<T> parse) => ReadMemory(Source(name), parse);

    private T ReadMemory<T>(ProcSource source, ProcParser<T> parse)
    {
        try
        {
            return Read(source, parse);
        }
        catch (ProcNoMemoryException)
        {
            throw ProcFailure.WithoutMemory(source, this);
        }
    }
}
