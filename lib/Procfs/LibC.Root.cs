using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs;

/// <summary>Files opened as a process sees them, below its own root.</summary>
internal static unsafe partial class LibC
{
    // <fcntl.h>, <linux/openat2.h>, <linux/stat.h>
    public const int O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000, AT_EMPTY_PATH = 0x1000;
    public const ulong RESOLVE_NO_MAGICLINKS = 2, RESOLVE_NO_SYMLINKS = 4, RESOLVE_IN_ROOT = 16;
    public const uint STATX_BASIC_STATS = 0x7ff;
    public const int S_IFMT = 0xf000, S_IFREG = 0x8000, SYS_openat2 = 437;

    // O_PATH and O_DIRECTORY differ between architectures; a folder is opened with neither.
    private const int O_RDONLY = 0;

    /// <summary>struct open_how.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct OpenHow
    {
        public ulong Flags, Mode, Resolve;
    }

    /// <summary>The beginning of struct statx, which is the same on every architecture, and room for the rest of it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct Statx
    {
        [FieldOffset(20)] public uint Uid;
        [FieldOffset(28)] public ushort Mode;
    }

    /// <summary>Opens a folder: it, or the error number.</summary>
    public static (SafeFileHandle? Folder, int Errno) OpenFolder(string path)
    {
        var fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        return fd >= 0 ? (new SafeFileHandle(fd, ownsHandle: true), 0) : (null, Marshal.GetLastPInvokeError());
    }

    /// <summary>Opens a file for reading below a folder that stands for the root of all paths, so that no link leads out of it: the file, or the error number.</summary>
    /// <param name="root">That folder.</param>
    /// <param name="path">The path as seen from there.</param>
    /// <param name="links">False to refuse symbolic links anywhere in the path.</param>
    public static (SafeFileHandle? File, int Errno) OpenInRoot(SafeFileHandle root, string path, bool links)
    {
        var how = new OpenHow { Flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK, Resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | (links ? 0 : RESOLVE_NO_SYMLINKS) };
        fixed (byte* name = System.Text.Encoding.UTF8.GetBytes(path + "\0"))
        {
            var fd = syscall(SYS_openat2, root.DangerousGetHandle(), (nint)name, (nint)(&how), sizeof(OpenHow), 0);
            return fd >= 0 ? (new SafeFileHandle(fd, ownsHandle: true), 0) : (null, Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>statx(2) of an open file: its type and owner.</summary>
    public static Statx StatOf(SafeFileHandle file)
    {
        Statx found;
        Check(statx(file, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &found), "statx");
        return found;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] private static partial int open(string path, int flags);
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] private static partial int statx(SafeFileHandle folder, string path, int flags, uint mask, Statx* found);
}
