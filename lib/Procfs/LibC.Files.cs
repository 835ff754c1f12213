using System.Runtime.InteropServices;

namespace CowNotebooks.Procfs;

/// <summary>Files by their number: a handle for each would be an object, and reading a small file would take half as long again.</summary>
internal static unsafe partial class LibC
{
    public const int ENOTDIR = 20;

    /// <summary>open(2) for reading: the file's number, for <see cref="Read(int, Span{byte})"/> and <see cref="Close"/>.</summary>
    /// <exception cref="IOException">The kernel refuses, with the error number as HResult; a <see cref="FileNotFoundException"/> when there is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public static int OpenFile(string path)
    {
        var file = open(path, O_RDONLY | O_CLOEXEC);
        return file >= 0 ? file : throw Failure("open");
    }

    /// <summary>read(2), retried after EINTR: the number of bytes read.</summary>
    /// <exception cref="IOException">As for <see cref="OpenFile"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">As there.</exception>
    public static int Read(int file, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count;
            do count = read(file, start, (nuint)buffer.Length);
            while (count < 0 && Marshal.GetLastPInvokeError() == EINTR);
            return count >= 0 ? (int)count : throw Failure("read");
        }
    }

    /// <summary>close(2). Of a file that was only read it has nothing to say.</summary>
    public static void Close(int file) => _ = close(file);

    private static Exception Failure(string call)
    {
        var errno = Marshal.GetLastPInvokeError();
        var message = $"{call} failed: {Describe(errno)} (errno {errno}).";
        return errno switch
        {
            ENOENT or ENOTDIR => new FileNotFoundException(message),
            EACCES or EPERM => new UnauthorizedAccessException(message),
            _ => new IOException(message, errno),
        };
    }

    [LibraryImport("libc", SetLastError = true)] private static partial nint read(int file, byte* buffer, nuint count);
    [LibraryImport("libc", SetLastError = true)] private static partial int close(int file);
}
