using System.Text;
using CowNotebooks.Forking;

namespace CowNotebooks.Parents.DotNet;

/// <summary>
/// Pages that a child maps in its first part, beside the heap. They stay mapped, to be looked at afterwards.
/// </summary>
#pragma warning disable CA1815 // Nobody compares them.
public readonly unsafe ref struct MappedPages
#pragma warning restore CA1815
{
    /// <summary>How many there are.</summary>
    public const int Count = 256;

    private static readonly int PageSize = Environment.SystemPageSize;
    private static readonly nuint Length = (nuint)(Count * PageSize);

    // In native code a bad read is left to the kernel; the runtime turns one in managed code into an exception.
    private static readonly byte* Unmapped = (byte*)PageSize;

    private readonly Part _part;

    private MappedPages(Part part) => _part = part;

    /// <summary>Fresh memory, which nobody has touched.</summary>
    /// <param name="part">The part that this run is to do.</param>
    public static MappedPages Fresh(Part part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (part.Number == 0) part.Mapped = (nint)LibC.MapUntouched(Length);
        return new(part);
    }

    /// <summary>A new file that is on the disk and not in memory. It has no name, and goes when the child ends.</summary>
    /// <param name="part">The part that this run is to do.</param>
    public static MappedPages OfColdFile(Part part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (part.Number == 0) part.Mapped = (nint)MapNewFile();
        return new(part);
    }

    /// <summary>Reads where nothing is mapped: the kernel ends this process by SIGSEGV. It leaves no core file.</summary>
    public static void ReadUnmapped()
    {
        LibC.LeaveCore(false);
        // The second page: the kernel maps nothing so low (vm.mmap_min_addr).
        _ = LibC.LengthOf(Unmapped);
    }

    /// <summary>Reads a byte of each page of this part.</summary>
    public void Read()
    {
        // Volatile, so that the compiler does not leave out what nobody uses.
        for (var page = _part.Begin(Count); page < _part.End(Count); page++) _ = Volatile.Read(ref ((byte*)_part.Mapped)[page * PageSize]);
    }

    /// <summary>Writes a byte of each page of this part.</summary>
    public void Write()
    {
        for (var page = _part.Begin(Count); page < _part.End(Count); page++) Volatile.Write(ref ((byte*)_part.Mapped)[page * PageSize], 1);
    }

    // A file of this child's own: what another process has mapped cannot be dropped from memory.
    private static byte* MapNewFile()
    {
        var fd = LibC.OpenTemporary([.. Encoding.UTF8.GetBytes(Path.Combine(Path.GetTempPath(), "cow-XXXXXX")), 0]);
        byte[] page = [.. Enumerable.Repeat((byte)'x', PageSize)];
        for (var i = 0; i < Count; i++) LibC.Write(fd, page);
        LibC.DropFromMemory(fd);
        var start = LibC.MapFile(fd, Length);
        LibC.Close(fd);
        return start;
    }
}
