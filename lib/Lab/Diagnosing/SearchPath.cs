namespace CowNotebooks.Lab.Diagnosing;

/// <summary>Finds programs as a shell does.</summary>
public static class SearchPath
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The full path of the first of that name on PATH that is executable; null when there is none.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(path => File.Exists(path) && (new FileInfo(path).UnixFileMode & Executable) != 0);
}
