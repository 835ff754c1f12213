using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs;

/// <summary>
/// Files as a process sees them, which may live in a container. They are opened so that they cannot lead us astray: below its root, regular, and perhaps its
/// user's own. Stays usable when the process has ended.
/// </summary>
public sealed class ProcessRoot : IDisposable
{
    private readonly int _pid;
    private readonly uint? _user;
    private readonly SafeFileHandle _folder;

    internal ProcessRoot(int pid, uint? user, SafeFileHandle folder) => (_pid, _user, _folder) = (pid, user, folder);

    /// <summary>Opens a file for reading; never a device, a pipe or a socket.</summary>
    /// <param name="path">The path, as the process would name it.</param>
    /// <param name="isItsOwn">True to refuse a file that is not its user's, and any symbolic link: for folders that others write to, such as /tmp.</param>
    /// <returns>The file, which the caller closes; or why it was not opened, an empty text when there is no such file.</returns>
    public Reading<SafeFileHandle> Open(string path, bool isItsOwn)
    {
        var (file, errno) = LibC.OpenInRoot(_folder, path, links: !isItsOwn);
        if (errno is LibC.ENOENT) return Reading.None<SafeFileHandle>("");
        if (file is null) return Reading.None<SafeFileHandle>($"{path}, as process {_pid} sees it, is not read: {LibC.Describe(errno)}.");
        var found = LibC.StatOf(file);
        var why = (found.Mode & LibC.S_IFMT) != LibC.S_IFREG ? "is not a file"
            : isItsOwn && found.Uid != _user ? "belongs to another user than the process"
            : null;
        if (why is null) return file;
        file.Dispose();
        return Reading.None<SafeFileHandle>($"{path}, as process {_pid} sees it, {why}, and is not read.");
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
