using System.Runtime.InteropServices;
using System.Text.Json;

namespace CowNotebooks.Tests;

/// <summary>Microsoft's own <c>dotnet-interactive</c> in its last version: the notebooks must look the same there, and its times are what ours are compared with.</summary>
internal static class RealTool
{
    /// <summary>Its name among the kernelspecs.</summary>
    public const string KernelName = "dotnet-interactive";

    private const string Version = "1.0.712001";

    /// <summary>Writes its kernelspec, and installs it first if it is not there.</summary>
    /// <param name="kernels">The folder of all kernelspecs.</param>
    /// <param name="cancel">Stops the installation.</param>
    /// <returns>Null, or why it is not there, with the command that brings it.</returns>
    public static async Task<string?> AddKernelSpecAsync(string kernels, CancellationToken cancel)
    {
        var (program, missing) = await DotNetTool.GetAsync("Microsoft.dotnet-interactive", Version, KernelName, "tests/Jupyter.Tests/obj", cancel);
        if (program is null) return missing;
        var folder = Directory.CreateDirectory(Path.Combine(kernels, KernelName)).FullName;
        var spec = new Dictionary<string, object>
        {
            ["argv"] = new[] { program, "jupyter", "--default-kernel", "csharp", "{connection_file}" },
            ["display_name"] = "dotnet-interactive",
            ["language"] = "C#",
            ["env"] = new Dictionary<string, string>
            {
                ["DOTNET_ROOT"] = Path.GetFullPath("../../..", RuntimeEnvironment.GetRuntimeDirectory()),
                ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1",
            },
        };
        await File.WriteAllTextAsync(Path.Combine(folder, "kernel.json"), JsonSerializer.Serialize(spec), cancel);
        return null;
    }
}
