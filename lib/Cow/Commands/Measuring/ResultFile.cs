using System.CommandLine;

namespace CowNotebooks.Cow.Commands.Measuring;

/// <summary>A file that a command writes beside what it prints.</summary>
internal static class ResultFile
{
    /// <summary>The path that was given; checked before anything runs, so that no result is lost to a mistyped one. Null when none was.</summary>
    /// <exception cref="UsageException">It is no file name, or its folder does not exist.</exception>
    public static string? Path(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } path) return null;
        if (path.Length == 0 || Directory.Exists(path)) throw new UsageException($"{option.Name} '{path}' is not a file name. Name a file.");
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        return Directory.Exists(folder) ? path : throw new UsageException($"The folder of {option.Name} {path} does not exist: {folder}. Create it, or name another file.");
    }

    /// <summary>Writes it when there is a path; false when it cannot be written, which is said on standard error.</summary>
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
