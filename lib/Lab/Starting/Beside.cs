namespace CowNotebooks.Lab.Starting;

/// <summary>What the library starts lies beside it.</summary>
internal static class Beside
{
    /// <summary>What to do when it does not.</summary>
    public const string Remedy = "It belongs beside CowNotebooks.Lab.dll: build the program again (`dotnet build`), or install it again.";

    // A program in a single file has no path of the library; what is started lies beside the program.
    private static readonly string Folder = Path.GetDirectoryName(typeof(Beside).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    public static string Library(string path) => Path.Combine(Folder, path);
}
