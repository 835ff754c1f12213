using System.Runtime.InteropServices;
using Mono.Unix;
using Mono.Unix.Native;

namespace CowNotebooks.Forking;

/// <summary>
/// Every native call of this room that Mono.Posix lacks, each checked; it has no fork(2), pidfd or
/// F_SETOWN. The calls of the forked child (<see cref="Fork"/>, <see cref="Read"/>, <see cref="Write"/>, <see cref="ExitNow"/>)
/// are blittable: they allocate nothing and need no code generated at run time.
/// </summary>
public static unsafe partial class LibC
{
    // <asm-generic/fcntl.h>, <poll.h>, <asm/unistd.h>: the same numbers on x86-64 and arm64; a test asks the C compiler.
    internal const int O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_APPEND = 0x400, O_NONBLOCK = 0x800, O_ASYNC = 0x2000, O_CLOEXEC = 0x80000;
    internal const int F_SETFL = 4, F_SETOWN = 8, F_SETSIG = 10;
    internal const short POLLIN = 1, POLLOUT = 4, POLLHUP = 16;
    internal const int SYS_pidfd_send_signal = 424, SYS_pidfd_open = 434;
    internal const int SIGKILL = 9, SIGCONT = 18, SIGSTOP = 19;
    internal const int ESRCH = 3, EAGAIN = 11, EMFILE = 24, ENFILE = 23, ENOSYS = 38;
    private const int EINTR = 4;

    /// <summary>struct pollfd of poll(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        public int Fd;
        public short Events;
        public short Revents;
    }

    /// <summary>fork(2): 0 in the child, the child's PID in the parent.</summary>
    public static int Fork() => Check(fork(), "fork");

    /// <summary>_exit(2): ends this process at once; no handler, finalizer or buffered output of the runtime runs.</summary>
    public static void ExitNow(int status) => _exit(status);

    /// <summary>getpid(2).</summary>
    public static int Pid => getpid();

    /// <summary>read(2), retried after EINTR. Returns the bytes read, 0 at the end of the file.</summary>
    public static int Read(int fd, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count;
            do count = read(fd, start, (nuint)buffer.Length);
            while (count < 0 && Marshal.GetLastPInvokeError() == EINTR);
            return (int)Check(count, "read");
        }
    }

    /// <summary>write(2) of all the bytes.</summary>
    public static void Write(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            var done = 0;
            while (done < bytes.Length)
            {
                var count = write(fd, start + done, (nuint)(bytes.Length - done));
                if (count < 0 && Marshal.GetLastPInvokeError() == EINTR) continue;
                done += (int)Check(count, "write");
            }
        }
    }

    /// <summary>write(2) to a descriptor that does not block: how many of the bytes went, 0 when there is no room.</summary>
    internal static int WriteSome(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            var count = write(fd, start, (nuint)bytes.Length);
            return count < 0 && Marshal.GetLastPInvokeError() is EINTR or EAGAIN ? 0 : (int)Check(count, "write");
        }
    }

    /// <summary>open(2) with O_CLOEXEC.</summary>
    internal static int Open(string path, int flags) => Check(open(path, flags | O_CLOEXEC), $"open '{path}'");

    /// <summary>close(2); a descriptor that is closed already is not an error worth a message.</summary>
    public static void Close(int fd) => _ = close(fd);

    /// <summary>dup2(2): from now on <paramref name="copy"/> is the same file as <paramref name="fd"/>.</summary>
    internal static void Duplicate(int fd, int copy) => Check(dup2(fd, copy), "dup2");

    /// <summary>mkfifo(3), readable and writable by this user alone.</summary>
    internal static void MakeFifo(string path) =>
        Check(Syscall.mkfifo(path, FilePermissions.S_IRUSR | FilePermissions.S_IWUSR), $"mkfifo '{path}'");

    /// <summary>poll(2); true when something is ready, false when the time is up or a signal came first.</summary>
    internal static bool Poll(Span<PollFd> descriptors, int milliseconds)
    {
        fixed (PollFd* first = descriptors)
        {
            var ready = poll(first, (nuint)descriptors.Length, milliseconds);
            if (ready < 0 && Marshal.GetLastPInvokeError() == EINTR) return false;
            return Check(ready, "poll") > 0;
        }
    }

    /// <summary>pidfd_open(2), Linux 5.3: a handle that refers to this process even after its PID is reused.</summary>
    internal static int OpenPidFd(int pid) => (int)Check(syscall(SYS_pidfd_open, pid, 0, 0, 0), $"pidfd_open of process {pid}");

    /// <summary>pidfd_send_signal(2); false when the process is gone.</summary>
    internal static bool Send(int pidFd, int signal)
    {
        var result = syscall(SYS_pidfd_send_signal, pidFd, signal, 0, 0);
        if (result < 0 && Marshal.GetLastPInvokeError() == ESRCH) return false;
        Check(result, "pidfd_send_signal");
        return true;
    }

    /// <summary>setpgid(2): makes this process the leader of a process group of its own, which its children inherit. One that is already stays so: the leader
    /// of a session may not call it.</summary>
    internal static void LeadOwnGroup()
    {
        if (getpgrp() != getpid()) Check(setpgid(0, 0), "setpgid");
    }

    /// <summary>
    /// Asks the kernel for SIGKILL to this whole process group when the last writer of the pipe closes it (fcntl(2) F_SETSIG, F_SETOWN, O_ASYNC;
    /// fs/pipe.c pipe_release). So the group cannot outlive that writer, not even a member that is stopped.
    /// </summary>
    /// <param name="pipe">A pipe that was opened with O_NONBLOCK: without it, open(2) would block if the writer is already gone.</param>
    /// <returns>False when the writer is already gone, so that no signal will come.</returns>
    internal static bool DieWithWriterOf(int pipe)
    {
        Check(fcntl(pipe, F_SETSIG, SIGKILL), "fcntl F_SETSIG");
        Check(fcntl(pipe, F_SETOWN, -getpgrp()), "fcntl F_SETOWN");
        Check(fcntl(pipe, F_SETFL, O_ASYNC | O_NONBLOCK), "fcntl F_SETFL");
        // End of file rather than EAGAIN: the pipe has no writer.
        byte nothing;
        return read(pipe, &nothing, 1) != 0;
    }

    /// <summary>waitpid(2) for one child: how it ended.</summary>
    internal static (int? ExitCode, int? Signal) WaitFor(int pid)
    {
        int status;
        while (Syscall.waitpid(pid, out status, 0) < 0)
        {
            var errno = Stdlib.GetLastError();
            if (errno != Errno.EINTR) throw new LibCException($"waitpid {pid}", NativeConvert.FromErrno(errno));
        }

        // As <bits/waitstatus.h> has it: Mono.Posix knows no real-time signal.
        return (status & 0x7F) is not 0 and var signal ? (null, signal) : ((status >> 8) & 0xFF, null);
    }

    /// <summary>lstat(2) and geteuid(2): whether that is a folder, no link to one, that this user owns and nobody else can write to.</summary>
    internal static bool IsOwnFolder(string path) =>
        Syscall.lstat(path, out var found) == 0 && (found.st_mode & FilePermissions.S_IFMT) == FilePermissions.S_IFDIR
        && found.st_uid == Syscall.geteuid() && (found.st_mode & (FilePermissions.S_IWGRP | FilePermissions.S_IWOTH)) == 0;

    /// <summary>"No such file or directory" for 2, and so on (strerror(3)).</summary>
    internal static string Describe(int errno) => UnixMarshal.GetErrorDescription(NativeConvert.ToErrno(errno));

    private static int Check(int result, string call) => (int)Check((nint)result, call);

    private static nint Check(nint result, string call) =>
        result >= 0 ? result : throw new LibCException(call, Marshal.GetLastPInvokeError());

    [LibraryImport("libc", SetLastError = true)] private static partial int fork();
    [LibraryImport("libc")] private static partial void _exit(int status);
    [LibraryImport("libc")] private static partial int getpid();
    [LibraryImport("libc")] private static partial int getpgrp();
    [LibraryImport("libc", SetLastError = true)] private static partial int setpgid(int pid, int group);
    [LibraryImport("libc", SetLastError = true)] private static partial nint read(int fd, byte* buffer, nuint count);
    [LibraryImport("libc", SetLastError = true)] private static partial nint write(int fd, byte* buffer, nuint count);
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] private static partial int open(string path, int flags);
    [LibraryImport("libc", SetLastError = true)] private static partial int close(int fd);
    [LibraryImport("libc", SetLastError = true)] private static partial int dup2(int fd, int copy);
    [LibraryImport("libc", SetLastError = true)] private static partial int poll(PollFd* descriptors, nuint count, int milliseconds);
    [LibraryImport("libc", SetLastError = true)] private static partial int fcntl(int fd, int command, nint argument);
    [LibraryImport("libc", SetLastError = true)] private static partial nint syscall(nint number, nint a, nint b, nint c, nint d);
}
