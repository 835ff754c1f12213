using System.Text;
using CowNotebooks.Procfs.Text;

namespace CowNotebooks.Procfs;

/// <summary>One mapping of a process: a line of <c>/proc/PID/maps</c> (proc_pid_maps(5); fs/proc/task_mmu.c, show_map_vma).</summary>
public sealed record MemoryMap
{
    internal MemoryMap(in MapLine line)
    {
        Start = line.Start;
        End = line.End;
        Permissions = Encoding.ASCII.GetString(line.Permissions);
        Offset = line.Offset;
        DeviceMajor = line.DeviceMajor;
        DeviceMinor = line.DeviceMinor;
        Inode = line.Inode;
        if (line.Path.IsEmpty) return;
        IsDeleted = line.Path.EndsWith(" (deleted)"u8);
        var path = IsDeleted ? line.Path[..^" (deleted)".Length] : line.Path;
        // The kernel escapes only the newline, so a file name that contains these four characters is indistinguishable.
        Path = Encoding.UTF8.GetString(path).Replace("\\012", "\n", StringComparison.Ordinal);
    }

    /// <summary>The first address.</summary>
    public ulong Start { get; }

    /// <summary>The first address after the mapping.</summary>
    public ulong End { get; }

    /// <summary>The size in bytes.</summary>
    public ulong Length => End - Start;

    /// <summary>
    /// Four characters: <c>r</c>, <c>w</c>, <c>x</c> or a dash each, then <c>p</c> (private, copied on write) or <c>s</c> (shared).
    /// </summary>
    public string Permissions { get; }

    /// <summary>May be read.</summary>
    public bool IsReadable => Permissions[0] == 'r';

    /// <summary>May be written.</summary>
    public bool IsWritable => Permissions[1] == 'w';

    /// <summary>May be executed.</summary>
    public bool IsExecutable => Permissions[2] == 'x';

    /// <summary>Private: copied on write.</summary>
    public bool IsPrivate => Permissions[3] == 'p';

    /// <summary>Where the mapping starts in the file, in bytes; 0 without a file.</summary>
    public ulong Offset { get; }

    /// <summary>The major number of the file's device; 0 without a file.</summary>
    public uint DeviceMajor { get; }

    /// <summary>The minor number of the file's device.</summary>
    public uint DeviceMinor { get; }

    /// <summary>The file's inode; 0 without a file.</summary>
    public ulong Inode { get; }

    /// <summary>
    /// The file, or a name the kernel gives (<c>[heap]</c>, <c>[stack]</c>, <c>[anon:name]</c> since Linux 5.17); null for anonymous memory
    /// without a name. Newlines are restored, <c> (deleted)</c> is removed, bytes that are not UTF-8 become U+FFFD.
    /// </summary>
    public string? Path { get; }

    /// <summary>A private mapping of no file: the heap, stacks, and what mmap(2) gives with MAP_PRIVATE | MAP_ANONYMOUS.</summary>
    public bool IsPrivateWithoutFile => IsPrivate && Inode == 0;

    /// <summary>It belongs to the kernel, which maps it into every process: [vvar], [vvar_vclock] and [vsyscall] have no pages of the process.</summary>
    public bool IsKernelsOwn => Path is "[vvar]" or "[vvar_vclock]" or "[vsyscall]";

    /// <summary>The file has been deleted since it was mapped. (A file whose name ends in <c> (deleted)</c> looks the same.)</summary>
    public bool IsDeleted { get; }
}
