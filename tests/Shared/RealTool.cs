using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CowNotebooks.Tests;

/// <summary>Microsoft's own <c>dotnet-interactive</c> in its last version: the notebooks must look the same there, and its times are what ours are compared with.</summary>
internal static class RealTool
{
    /// <summary>Its name among the kernelspecs.</summary>
    public const string KernelName = "dotnet-interactive";

    private const string Version = "1.0.712001";

    // Installed once for a clone, and with a folder for each version.
    private static readonly string Folder = Path.Combine(Source.Root, "tests/Jupyter.Tests/obj/dotnet-interactive", Version);
    private static readonly string Program = Path.Combine(Folder, "dotnet-interactive");
    private static readonly string[] Install = ["tool", "install", "--tool-path", Folder, "Microsoft.dotnet-interactive", "--version", Version];

    /// <summary>Writes its kernelspec, and installs it first if it is not there.</summary>
    /// <param name="kernels">The folder of all kernelspecs.</param>
    /// <param name="cancel">Stops the installation.</param>
    /// <returns>Null, or why it is not there, with the command that brings it.</returns>
    public static async Task<string?> AddKernelSpecAsync(string kernels, CancellationToken cancel)
    {
        if (!File.Exists(Program))
        {
            var said = await InstallAsync(cancel);
            if (!File.Exists(Program)) return $"dotnet-interactive {Version} is not installed. With a package registry: dotnet {string.Join(' ', Install)}\n{said}";
        }
        var folder = Directory.CreateDirectory(Path.Combine(kernels, KernelName)).FullName;
        var spec = new Dictionary<string, object>
        {
            ["argv"] = new[] { Program, "jupyter", "--default-kernel", "csharp", "{connection_file}" },
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

    private static async Task<string> InstallAsync(CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet", Install) { RedirectStandardOutput = true, RedirectStandardError = true };
        // What the dotnet that runs this says to its own tools is not meant for another one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        return await output + await errors;
    }
}
