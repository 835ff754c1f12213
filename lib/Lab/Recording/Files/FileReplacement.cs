using System.Collections.Concurrent;
using System.Globalization;

namespace CowNotebooks.Lab.Recording.Files;

/// <summary>
/// Writes files as wholes: whoever reads the path, and whatever ends this process, finds the old content or the new. The new file is written beside the old one,
/// gets its permissions and, where that is allowed, its owner, and is renamed (rename(2)). A symbolic link stays, and its target is replaced; other hard
/// links keep the old content. Nothing is forced to the disk: after a loss of power it is the file system that decides.
/// <code>
///   report.csv                      the old file, until the rename
///   report.csv.4711-1.unfinished    the new one: PID of the writer, and which of its files. One whose writer is gone is removed by the next writer of report.csv
/// </code>
/// </summary>
internal static class FileReplacement
{
    private const string Suffix = ".unfinished";

    // The paths beside which this process has looked for what others have left.
    private static readonly ConcurrentDictionary<string, bool> Swept = [];
    private static int count;

    /// <summary>Writes a file. A device, a pipe, and what stands for a descriptor (/dev/stdout) get the content as it comes.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="write">Writes the whole content.</param>
    /// <exception cref="IOException">The disk is full, the folder cannot be written, the file is a folder, or is read-only: the message says which.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        try
        {
            if (Target(path) is { } target) Replace(target, write);
            else WriteInto(path, write);
        }
        catch (UnauthorizedAccessException error) when (error.Message.Contains(Suffix, StringComparison.Ordinal))
        {
            throw new IOException($"A new file cannot be made in its folder, {Path.GetDirectoryName(Path.GetFullPath(path))}.", error);
        }
        catch (IOException error) when (error.Message.Contains(" : '", StringComparison.Ordinal))
        {
            // "No space left on device : '/folder/report.csv.4711-1.unfinished'"
            throw new IOException($"{error.Message.Split(" : '")[0].TrimEnd('.')}.", error);
        }
    }

    /// <summary>The file to replace: the path itself, or what its symbolic links lead to. Null when the path names something that is written into instead.</summary>
    /// <exception cref="IOException">It is a folder, or the links lead in a circle.</exception>
    public static string? Target(string path)
    {
        var full = Path.GetFullPath(path);
        if (IsSystems(full)) return null;
        if (new FileInfo(full).LinkTarget is not null) full = File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
        if (IsSystems(full)) return null;
        return LibC.StatusOf(full) switch
        {
            { IsFolder: true } => throw new IOException("It is a folder."),
            { IsRegular: false } => null,
            _ => full,
        };
    }

    // /dev/stdout, /dev/fd/63, /proc/self/fd/1: the target changes with who asks.
    private static bool IsSystems(string path) =>
        (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal)) || path.StartsWith("/proc/", StringComparison.Ordinal);

    private static void WriteInto(string path, Action<Stream> write)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        write(file);
    }

    private static void Replace(string target, Action<Stream> write)
    {
        if (Swept.TryAdd(target, true)) Sweep(target);
        var old = LibC.StatusOf(target);
        // rename(2) would replace a read-only file as well.
        if (old is not null && !IsWritable(target)) throw new IOException("It is read-only.");
        var beside = string.Create(CultureInfo.InvariantCulture, $"{target}.{Environment.ProcessId}-{Interlocked.Increment(ref count)}{Suffix}");
        try
        {
            // FileShare.None locks it (flock(2)) while it is written: it is no left one, even to a process that cannot see this one. Under its own name it is open to readers.
            using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None)) write(file);
            if (old is { } status)
            {
                if (LibC.StatusOf(beside) is { } made && (made.User, made.Group) != (status.User, status.Group)) _ = LibC.TryGive(beside, status.User, status.Group);
                _ = LibC.TryPermit(beside, status.Mode);
            }

            File.Move(beside, target, overwrite: true);
        }
        catch
        {
            TryDelete(beside);
            throw;
        }
    }

    /// <summary>Removes what writers of this file have left that were killed.</summary>
    private static void Sweep(string target)
    {
        var start = $"{target}.";
        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(target)!)
            .Where(path => path.StartsWith(start, StringComparison.Ordinal) && path.EndsWith(Suffix, StringComparison.Ordinal)))
        {
            if (path[start.Length..^Suffix.Length].Split('-') is not [var pid, var number] || !IsNumber(pid) || !IsNumber(number) || Directory.Exists($"/proc/{pid}")) continue;
            try
            {
                using var left = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None);
                File.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A process of another PID namespace is writing it, or another user's was, or somebody else has removed it.
            }
        }
    }

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsWritable(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The error to report is the one that stopped the writing.
        }
    }
}
