using System.Text;
using CowNotebooks.Forking;

namespace CowNotebooks.Parents.DotNet;

/// <summary>
/// Pages that a child maps in its first part, beside the heap. They stay mapped, so that they can be inspected afterwards.
/// </summary>
#pragma warning disable CA1815 // Nobody compares them.
public readonly unsafe ref struct MappedPages
#pragma warning restore CA1815
{
    /// <summary>How many there are.</summary>
    public const int Count = 256;

    private static readonly int PageSize = Environment.SystemPageSize;
    private static readonly nuint Length = (nuint)(Count * PageSize);

    // Read in native code, where the kernel delivers SIGSEGV; in managed code the runtime would throw an exception.
    private static readonly byte* Unmapped = (byte*)PageSize;

    private readonly Part _part;

    private MappedPages(Part part) => _part = part;

    /// <summary>Fresh memory, never touched.</summary>
    /// <param name="part">The part that this run is to do.</param>
    public static MappedPages Fresh(Part part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (part.Number == 0) part.Mapped = (nint)LibC.MapUntouched(Length);
        return new(part);
    }

    /// <summary>A new file that is on the disk and not in memory. It has no name, and disappears when the child ends.</summary>
    /// <param name="part">The part that this run is to do.</param>
    public static MappedPages OfColdFile(Part part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (part.Number == 0) part.Mapped = (nint)MapNewFile();
        return new(part);
    }

    /// <summary>Maps both kinds of pages, writes or reads them, and unmaps them: the first call of each method costs faults and pages, for binding it.</summary>
    internal static void WarmUp()
    {
        var part = new Part();
        Fresh(part).Write();
        LibC.Unmap((byte*)part.Mapped, Length);
        OfColdFile(part).Read();
        LibC.Unmap((byte*)part.Mapped, Length);
    }

    /// <summary>Reads where nothing is mapped: the kernel ends this process by SIGSEGV. It leaves no core file.</summary>
    public static void ReadUnmapped()
    {
        LibC.LeaveCore(false);
        // The second page: nothing may be mapped that low (vm.mmap_min_addr).
        _ = LibC.LengthOf(Unmapped);
    }

    /// <summary>Reads a byte of each page of this part.</summary>
    public void Read()
    {
        // Volatile, so that the compiler does not remove the unused read.
        for (var page = _part.Begin(Count); page < _part.End(Count); page++) _ = Volatile.Read(ref ((byte*)_part.Mapped)[page * PageSize]);
    }

    /// <summary>Writes a byte of each page of this part.</summary>
    public void Write()
    {
        for (var page = _part.Begin(Count); page < _part.End(Count); page++) Volatile.Write(ref ((byte*)_part.Mapped)[page * PageSize], 1);
    }

    // A new file for this child: pages that another process maps cannot be dropped from memory.
    private static byte* MapNewFile()
    {
        var fd = LibC.OpenTemporary([.. Encoding.UTF8.GetBytes(Path.Combine(Path.GetTempPath(), "cow-XXXXXX")), 0]);
        try
        {
            byte[] page = [.. Enumerable.Repeat((byte)'x', PageSize)];
            for (var i = 0; i < Count; i++) LibC.Write(fd, page);
            LibC.DropFromMemory(fd);
            return LibC.MapFile(fd, Length);
        }
        finally
        {
            LibC.Close(fd);
        }
    }
}
