using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Notebooks;

/// <summary>
/// A folder that one process at a time writes to. Nothing is written for that: the folder itself is locked (flock(2)), and the kernel lets go of it when the
/// process ends, however it does.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private readonly SafeFileHandle? _folder;

    private FolderLock(SafeFileHandle? folder) => _folder = folder;

    /// <summary>Takes the folder, and makes it when it is missing. On a file system without such locks nothing is locked.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="other">Who else may hold it: "Another cow run".</param>
    /// <exception cref="NotebookException">Another process holds it, or it cannot be made.</exception>
    public static FolderLock Take(string folder, string other)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{folder} cannot be written: {error.Message}", "Choose another folder.", error);
        }

        var handle = LibC.OpenFolder(folder);
        if (handle is null || LibC.TryLock(handle)) return new FolderLock(handle);
        handle.Dispose();
        throw new NotebookException($"{other} is writing to {folder}.", "Wait until it has ended, or choose another folder.");
    }

    /// <inheritdoc/>
    public void Dispose() => _folder?.Dispose();
}
