using System.Runtime.InteropServices;

namespace CowNotebooks.Lab.Starting;

/// <summary>The dotnet host: the one that runs this process, else the one of this process's runtime, else the one on PATH.</summary>
internal static class DotNetHost
{
    public const string Name = "dotnet";

    public static string Path()
    {
        if (System.IO.Path.GetFileName(Environment.ProcessPath) == Name) return Environment.ProcessPath!;
        // <root>/shared/Microsoft.NETCore.App/10.0.0/ ; a self-contained process has no such root.
        var beside = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        return File.Exists(beside) ? beside : Name;
    }
}
