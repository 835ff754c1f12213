using System.Runtime.InteropServices;

namespace CowNotebooks.Lab.Recording.Files;

/// <summary>What System.IO does not tell of a file, and cannot give it.</summary>
internal static unsafe partial class LibC
{
    // <fcntl.h>, <linux/stat.h>
    private const int AT_FDCWD = -100, S_IFMT = 0xf000, S_IFDIR = 0x4000, S_IFREG = 0x8000;
    private const uint STATX_BASIC_STATS = 0x7ff;

    /// <summary>statx(2): what is at the path, its links followed; null when there is nothing, or it may not be seen.</summary>
    public static FileStatus? StatusOf(string path)
    {
        Statx found;
        if (statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, &found) != 0) return null;
        return new((found.Mode & S_IFMT) == S_IFREG, (found.Mode & S_IFMT) == S_IFDIR, (UnixFileMode)(found.Mode & 0xfff), found.User, found.Group);
    }

    /// <summary>chown(2); false when only root may do that, or the file system has no owners.</summary>
    public static bool TryGive(string path, uint user, uint group) => chown(path, user, group) == 0;

    /// <summary>chmod(2); false when the file system has no permissions.</summary>
    public static bool TryPermit(string path, UnixFileMode mode) => chmod(path, (uint)mode) == 0;

    /// <summary>struct statx, which begins alike on every architecture, and room for the rest of it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(20)] public uint User;
        [FieldOffset(24)] public uint Group;
        [FieldOffset(28)] public ushort Mode;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)] private static partial int statx(int folder, string path, int flags, uint mask, Statx* found);
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)] private static partial int chown(string path, uint user, uint group);
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)] private static partial int chmod(string path, uint mode);
}

/// <summary>What a path names.</summary>
/// <param name="IsRegular">True for a regular file.</param>
/// <param name="IsFolder">True for a folder.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="User">Its owner.</param>
/// <param name="Group">Its group.</param>
internal readonly record struct FileStatus(bool IsRegular, bool IsFolder, UnixFileMode Mode, uint User, uint Group);
