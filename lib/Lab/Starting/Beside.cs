using System.Diagnostics.CodeAnalysis;

namespace CowNotebooks.Lab.Starting;

/// <summary>Finds the programs that the library starts, which lie beside it.</summary>
internal static class Beside
{
    /// <summary>What to do when one is missing.</summary>
    public const string Remedy = "The parents and the compiler of their cells belong beside CowNotebooks.Lab.dll: build the program again (`dotnet build`), or install it again.";

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Empty in a program of a single file: what is started then lies beside the program.")]
    public static string Library(string path)
    {
        var folder = Path.GetDirectoryName(typeof(Beside).Assembly.Location);
        return Path.Combine(string.IsNullOrEmpty(folder) ? AppContext.BaseDirectory : folder, path);
    }
}
