using System.Text;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Parenting;
using CowNotebooks.Lab;

namespace CowNotebooks.Worker.Workloads;

/// <summary>
/// Touches each page of memory that the child maps in its first slice, and leaves the heap alone. The cursor remembers where the memory is. It stays
/// mapped, to be looked at afterwards.
/// </summary>
internal static unsafe class MappedPages
{
    private static readonly int PageSize = Environment.SystemPageSize;
    private static readonly nuint Length = (nuint)(Workload.MappedPages * PageSize);

    // All of these are made before the fork, and only read after it.
    private static readonly byte[] FileTemplate = [.. Encoding.UTF8.GetBytes(Path.Combine(Path.GetTempPath(), "cow-XXXXXX")), 0];
    private static readonly byte[] FilePage = [.. Enumerable.Repeat((byte)'x', PageSize)];
    private static readonly FileStream Null = new("/dev/null", FileMode.Open, FileAccess.Write);

    /// <summary>Runs one slice.</summary>
    /// <param name="ofFile">Pages of a file that is not in memory, and not fresh memory.</param>
    /// <param name="writes">Writes a byte of each page, and does not read it.</param>
    /// <param name="pages">How many to touch.</param>
    /// <param name="slice">Which slice, from 0.</param>
    /// <param name="slices">Of how many.</param>
    /// <param name="cursor">Where the memory is.</param>
    public static void Touch(bool ofFile, bool writes, int pages, int slice, int slices, ref Cursor cursor)
    {
        if (slice == 0) cursor = new Cursor { Index = (nint)(ofFile ? MapNewFile(pages) : LibC.MapUntouched(Length)) };
        var memory = (byte*)cursor.Index;
        for (var page = (long)pages * slice / slices; page < (long)pages * (slice + 1) / slices; page++)
        {
            // Volatile, so that the compiler does not leave out what nobody uses.
            if (writes) Volatile.Write(ref memory[page * PageSize], 1);
            else _ = Volatile.Read(ref memory[page * PageSize]);
        }
    }

    /// <summary>The same calls, and nothing stays mapped. The file stays empty: waiting for the disk would make every child slow.</summary>
    public static void WarmUp()
    {
        WarmUp(ofFile: false, writes: false, pages: 1);
        WarmUp(ofFile: false, writes: true, pages: 1);
        WarmUp(ofFile: true, writes: false, pages: 0);
    }

    private static void WarmUp(bool ofFile, bool writes, int pages)
    {
        var cursor = default(Cursor);
        Touch(ofFile, writes, pages, 0, 1, ref cursor);
        LibC.Unmap((byte*)cursor.Index, Length);
    }

    /// <summary>A file of this child's own: what another process has mapped cannot be dropped from memory.</summary>
    private static byte* MapNewFile(int pages)
    {
        Span<byte> path = stackalloc byte[FileTemplate.Length];
        FileTemplate.CopyTo(path);
        var fd = LibC.OpenTemporary(path);
        for (var page = 0; page < pages; page++) LibC.Write(fd, FilePage);
        LibC.DropFromMemory(pages > 0 ? fd : (int)Null.SafeFileHandle.DangerousGetHandle());
        var start = LibC.MapFile(fd, Length);
        LibC.Close(fd);
        return start;
    }
}
