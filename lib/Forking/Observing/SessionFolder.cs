using System.Collections.Concurrent;
using System.Globalization;

namespace CowNotebooks.Forking.Observing;

/// <summary>
/// The folder of a session: FIFOs, cells, output. Only this user can read it (mkdtemp(3), mode 0700), and its name has the observer's PID, so that
/// the next observer can remove the folder of one that was killed. One that exits, a laboratory still open, removes its own. A file in it is locked (flock(2))
/// as long as the observer lives: one in another container, with the same folder for temporary files, sees it alive although it does not see its PID.
/// </summary>
public static class SessionFolder
{
    private const string Prefix = "cow-", Alive = "alive";

    // Its file is made right after the folder.
    private static readonly TimeSpan Making = TimeSpan.FromMinutes(1);

    private static readonly ConcurrentDictionary<string, FileStream> Own = [];

    static SessionFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var folder in Own.Keys) Remove(folder);
    };

    /// <summary>Makes one, and removes those of observers that are gone.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="SessionFolderException">There is no room for it, or no place.</exception>
    public static string Create()
    {
        try
        {
            foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), $"{Prefix}*").Where(IsAbandoned)) Remove(folder);
            var own = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-")).FullName;
            // FileShare.None locks it.
            Own[own] = new FileStream(Path.Combine(own, Alive), FileMode.CreateNew, FileAccess.Write, FileShare.None);
            return own;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SessionFolderException(error);
        }
    }

    /// <summary>Removes one; it may be gone already.</summary>
    /// <param name="folder">Its path.</param>
    public static void Remove(string folder)
    {
        _ = Own.TryRemove(folder, out var alive);
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process removed it first, or is at it, or it is another user's.
        }

        alive?.Dispose();
    }

    /// <summary>Removes a file of a session; it may be gone already, and the folder as well.</summary>
    internal static void RemoveFile(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody has cleaned the folder for temporary files.
        }
    }

    // Of this user alone: in what is another's, that user could put a link where a folder was a moment ago.
    private static bool IsAbandoned(string folder) =>
        Path.GetFileName(folder)[Prefix.Length..].Split('-') is [var pid, _] && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out _) && !Directory.Exists($"/proc/{pid}")
        && LibC.IsOwnFolder(folder) && !IsLocked(folder);

    private static bool IsLocked(string folder)
    {
        try
        {
            using var alive = new FileStream(Path.Combine(folder, Alive), FileMode.Open, FileAccess.Write, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) < Making;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
