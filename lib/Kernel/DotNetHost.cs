using System.Runtime.InteropServices;

namespace CowNotebooks.Kernel;

/// <summary>The dotnet command of the runtime that this process runs on.</summary>
public static class DotNetHost
{
    /// <summary>Its full path: three folders above the runtime, shared/Microsoft.NETCore.App/VERSION/.</summary>
    public static string Path => System.IO.Path.GetFullPath("../../../dotnet", RuntimeEnvironment.GetRuntimeDirectory());
}
