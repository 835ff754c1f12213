namespace CowNotebooks.Lab.Diagnosing;

/// <summary>Finds programs as a shell does.</summary>
public static class SearchPath
{
    /// <summary>The full path of the first of that name on PATH; null when there is none.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
