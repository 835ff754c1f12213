using System.Runtime.InteropServices;

namespace CowNotebooks.Cow;

/// <summary>The native calls of this room.</summary>
internal static unsafe partial class LibC
{
    // <poll.h>, <unistd.h>
    private const short POLLERR = 8;
    private const int STDOUT_FILENO = 1;

    /// <summary>
    /// True when nobody reads standard output any more, as after <c>| head</c>: poll(2) then says POLLERR. The runtime ignores SIGPIPE, and its console a write that fails for that.
    /// </summary>
    public static bool IsOutputGone()
    {
        var descriptor = new PollFd { Fd = STDOUT_FILENO };
        return poll(&descriptor, 1, 0) > 0 && (descriptor.Revents & POLLERR) != 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Fd;
        public short Events;
        public short Revents;
    }

    [LibraryImport("libc")] private static partial int poll(PollFd* descriptors, nuint count, int milliseconds);
}
