using System.CommandLine;

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
