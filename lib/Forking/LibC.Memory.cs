using System.Runtime.InteropServices;

namespace CowNotebooks.Forking;

// Calls for workloads that map memory of their own. Blittable, since they run in the forked child.
public static unsafe partial class LibC
{
    // <sys/mman.h>, <fcntl.h>, <sys/prctl.h>; a test asks the C compiler.
    internal const int PROT_READ = 1, PROT_WRITE = 2, MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20;
    internal const int MADV_RANDOM = 1, MADV_HUGEPAGE = 14, MADV_NOHUGEPAGE = 15, MADV_PAGEOUT = 21, POSIX_FADV_DONTNEED = 4, PR_SET_DUMPABLE = 4;
    private const int EINVAL = 22;

    /// <summary>Private anonymous memory that nobody has touched, in small pages.</summary>
    public static byte* MapUntouched(nuint length) => Map(length, MADV_NOHUGEPAGE);

    /// <summary>The same, in huge pages where the kernel has them to give. What lies before and after the aligned part is mapped too, and never touched.</summary>
    /// <param name="length">How many bytes.</param>
    /// <param name="hugePage">How many bytes a huge page has; the memory begins at a multiple.</param>
    public static byte* MapUntouched(nuint length, nuint hugePage) => (byte*)(((nuint)Map(length + hugePage, MADV_HUGEPAGE) + hugePage - 1) / hugePage * hugePage);

    /// <summary>Maps a file, private and read-only, without read-ahead: each access brings in only the page that it touches.</summary>
    public static byte* MapFile(int fd, nuint length)
    {
        var start = (byte*)Check((nint)mmap(null, length, PROT_READ, MAP_PRIVATE, fd, 0), "mmap");
        Check(madvise(start, length, MADV_RANDOM), "madvise");
        return start;
    }

    private static byte* Map(nuint length, int advice)
    {
        var start = (byte*)Check((nint)mmap(null, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "mmap");
        // A kernel built without huge pages does not know these advices, and needs none.
        if (madvise(start, length, advice) < 0 && Marshal.GetLastPInvokeError() != EINVAL) Check(-1, "madvise");
        return start;
    }

    /// <summary>madvise(2) MADV_PAGEOUT (since Linux 5.4): the kernel swaps pages out that no other process maps. Without a swap area nothing happens.</summary>
    public static void PageOut(byte* start, nuint length) => Check(madvise(start, length, MADV_PAGEOUT), "madvise");

    /// <summary>munmap(2).</summary>
    public static void Unmap(byte* start, nuint length) => Check(munmap(start, length), "munmap");

    /// <summary>mkostemp(3), with O_CLOEXEC, and unlink(2): a new file whose name is already removed.</summary>
    /// <param name="template">A path that ends in XXXXXX and a zero byte; it is overwritten with the name chosen.</param>
    public static int OpenTemporary(Span<byte> template)
    {
        fixed (byte* path = template)
        {
            var fd = Check(mkostemp(path, O_CLOEXEC), "mkostemp");
            Check(unlink(path), "unlink");
            return fd;
        }
    }

    /// <summary>fdatasync(2), and posix_fadvise(2) POSIX_FADV_DONTNEED: no page of the file stays in memory. Files on tmpfs keep theirs.</summary>
    public static void DropFromMemory(int fd)
    {
        // A file that cannot be synchronised, such as /dev/null, has nothing to write back.
        if (fdatasync(fd) < 0 && Marshal.GetLastPInvokeError() != EINVAL) Check(-1, "fdatasync");
        if (posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) is > 0 and var errno) throw new LibCException("posix_fadvise", errno);
    }

    /// <summary>prctl(2) PR_SET_DUMPABLE: whether this process leaves a core file when a signal ends it.</summary>
    public static void LeaveCore(bool core) => Check(prctl(PR_SET_DUMPABLE, core ? 1 : 0), "prctl");

    /// <summary>strlen(3): reads in native code, from that address on. Where nothing is mapped the kernel answers with SIGSEGV, and the runtime does not step in.</summary>
    public static nuint LengthOf(byte* text) => strlen(text);

    [LibraryImport("libc", SetLastError = true)] private static partial byte* mmap(byte* address, nuint length, int protection, int flags, int fd, nint offset);
    [LibraryImport("libc", SetLastError = true)] private static partial int munmap(byte* address, nuint length);
    [LibraryImport("libc", SetLastError = true)] private static partial int madvise(byte* address, nuint length, int advice);
    [LibraryImport("libc", SetLastError = true)] private static partial int mkostemp(byte* template, int flags);
    [LibraryImport("libc", SetLastError = true)] private static partial int unlink(byte* path);
    [LibraryImport("libc", SetLastError = true)] private static partial int fdatasync(int fd);
    [LibraryImport("libc")] private static partial int posix_fadvise(int fd, nint offset, nint length, int advice);
    [LibraryImport("libc", SetLastError = true)] private static partial int prctl(int option, nint value);
    [LibraryImport("libc")] private static partial nuint strlen(byte* text);
}
