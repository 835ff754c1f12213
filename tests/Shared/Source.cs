namespace CowNotebooks.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class Source
{
    /// <summary>The folder of CowNotebooks.sln.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "CowNotebooks.sln"))) folder = folder.Parent;
            return folder.FullName;
        }
    }

    /// <summary>What of a path below bin/ says how they were built: "Debug/net10.0".</summary>
    public static string Build { get; } = string.Join('/', AppContext.BaseDirectory.TrimEnd('/').Split('/')[^2..]);
}
