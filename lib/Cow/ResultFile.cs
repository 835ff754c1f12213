using System.CommandLine;
using CowNotebooks.Lab.Recording.Files;

namespace CowNotebooks.Cow;

/// <summary>A file that a command writes besides what it prints.</summary>
internal static class ResultFile
{
    /// <summary>Checked before the experiment, so that none is lost to a mistyped path.</summary>
    /// <exception cref="UsageException">It is no file name, or its folder does not exist.</exception>
    public static void Check(Option<string?> option, string? path)
    {
        if (path is null) return;
        if (path.Length == 0 || Directory.Exists(path)) throw new UsageException($"{option.Name} '{path}' is not a file name. Name a file.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new UsageException($"The folder of {option.Name} {path} does not exist: {folder}. Create it, or name another file.");
    }

    /// <summary>The same for a file that is replaced by another one, again and again: a device or a pipe would be gone.</summary>
    /// <returns>The file itself, where the path is a symbolic link, which then stays; null when there is no path.</returns>
    /// <exception cref="UsageException">It is no file name, its folder does not exist, or what is there is no regular file.</exception>
    public static string? CheckReplaced(Option<string?> option, string? path)
    {
        Check(option, path);
        if (path is null) return null;
        string? target;
        try
        {
            target = FileReplacement.Target(path);
        }
        catch (IOException error)
        {
            throw new UsageException($"{option.Name} {path} is a symbolic link that leads nowhere: {error.Message} Name a regular file.");
        }

        // What stands for a descriptor, such as /dev/stdout, is another file for whoever asks.
        if (target is null)
            throw new UsageException($"{option.Name} {path} is a device, a pipe, a socket or the system's own, and cannot be replaced by a file. Name a regular file, or one that does not exist yet.");
        Check(option, target);
        return target;
    }

    /// <summary>Writes it; false, and said on standard error, when it could not be written.</summary>
    public static bool Save(string? path, Action<string> write)
    {
        if (path is null) return true;
        try
        {
            write(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{path} was not written: {error.Message} Name a file that you may write.");
            return false;
        }
    }
}
