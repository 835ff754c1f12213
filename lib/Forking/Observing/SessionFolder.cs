using System.Collections.Concurrent;
using System.Globalization;

namespace CowNotebooks.Forking.Observing;

/// <summary>
/// The folder of a session: FIFOs, cells, output. Only this user can read it (mkdtemp(3), mode 0700), and its name has the observer's PID, so that
/// the next observer can remove the folder of one that was killed. One that exits, a laboratory still open, removes its own.
/// </summary>
public static class SessionFolder
{
    private const string Prefix = "cow-";
    private static readonly ConcurrentDictionary<string, bool> Own = [];

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
            Own[own] = true;
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
        Own.TryRemove(folder, out _);
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process removed it first, or is at it, or it is another user's.
        }
    }

    // Of this user alone: in what is another's, that user could put a link where a folder was a moment ago.
    private static bool IsAbandoned(string folder) =>
        Path.GetFileName(folder)[Prefix.Length..].Split('-') is [var pid, _] && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out _) && !Directory.Exists($"/proc/{pid}")
        && LibC.IsOwnFolder(folder);
}
