using System.Diagnostics;

namespace CowNotebooks.Tests;

/// <summary>A tool that is a package, installed once for a clone, with a folder for each version.</summary>
internal static class DotNetTool
{
    /// <summary>Installs it if it is not there.</summary>
    /// <param name="package">The package.</param>
    /// <param name="version">Its version.</param>
    /// <param name="command">The program in it.</param>
    /// <param name="below">The folder of the repository that it is installed in.</param>
    /// <param name="cancel">Stops the installation.</param>
    /// <returns>The program; or why it is not there, with the command that brings it.</returns>
    public static async Task<(string? Program, string? Missing)> GetAsync(string package, string version, string command, string below, CancellationToken cancel)
    {
        var folder = Path.Combine(Source.Root, below, command, version);
        var program = Path.Combine(folder, command);
        if (File.Exists(program)) return (program, null);
        string[] install = ["tool", "install", "--tool-path", folder, package, "--version", version];
        var said = await InstallAsync(install, cancel);
        return File.Exists(program) ? (program, null) : (null, $"{command} {version} is not installed. With a package registry: dotnet {string.Join(' ', install)}\n{said}");
    }

    private static async Task<string> InstallAsync(string[] install, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet", install) { RedirectStandardOutput = true, RedirectStandardError = true };
        // What the dotnet that runs this says to its own tools is not meant for another one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        return await output + await errors;
    }
}
