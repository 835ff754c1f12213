using System.Runtime.InteropServices;

namespace CowNotebooks.Cow;

/// <summary>The native calls of this room.</summary>
internal static unsafe partial class LibC
{
    // <poll.h>, <unistd.h>
    private const short POLLERR = 8;
    private const int STDOUT_FILENO = 1;

    // <fcntl.h>, <linux/stat.h>
    private const int AT_FDCWD = -100, S_IFMT = 0xf000, S_IFREG = 0x8000;
    private const uint STATX_TYPE = 1;

    /// <summary>
    /// True when nobody reads standard output any more, as after <c>| head</c>: poll(2) then says POLLERR. The runtime ignores SIGPIPE, and its console a write that fails for that.
    /// </summary>
    public static bool IsOutputGone()
    {
        var descriptor = new PollFd { Fd = STDOUT_FILENO };
        return poll(&descriptor, 1, 0) > 0 && (descriptor.Revents & POLLERR) != 0;
    }

    /// <summary>True when there is something of that name, its links followed, and it is no regular file: a device, a pipe, a socket or a folder.</summary>
    public static bool IsSpecial(string path)
    {
        Statx found;
        return statx(AT_FDCWD, path, 0, STATX_TYPE, &found) == 0 && (found.Mode & S_IFMT) != S_IFREG;
    }

    /// <summary>The type in struct statx, which begins alike on every architecture, and room for the rest of it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(28)] public ushort Mode;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Fd;
        public short Events;
        public short Revents;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)] private static partial int statx(int folder, string path, int flags, uint mask, Statx* found);
    [LibraryImport("libc")] private static partial int poll(PollFd* descriptors, nuint count, int milliseconds);
}
