using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CowNotebooks.Cow.Machine;

/// <summary>What can run as parent and child.</summary>
internal static class RuntimeFindings
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static IEnumerable<Finding> All()
    {
        yield return new(true, ".NET", $"{RuntimeInformation.FrameworkDescription} at {RuntimeEnvironment.GetRuntimeDirectory()}");
        var worker = Path.Combine(AppContext.BaseDirectory, "worker", "CowNotebooks.Worker.dll");
        yield return File.Exists(worker)
            ? new(true, "worker", "in place: --runtime dotnet can be measured")
            : new(false, "worker", $"{worker} is missing: --runtime dotnet cannot be measured. Run: dotnet build");
        yield return Python();
    }

    private static Finding Python()
    {
        const string remedy = "--runtime python cannot be measured. Install it (Debian: apt-get install python3), or set COW_PYTHON.";
        var wished = Environment.GetEnvironmentVariable("COW_PYTHON");
        var program = string.IsNullOrEmpty(wished) ? "python3" : wished;
        var path = program.Contains('/') ? program : Programs.OnPath(program);
        if (path is null) return new(false, "python", $"{program} is not on PATH: {remedy}");
        return Version(path) is { } version ? new(true, "python", $"{version} at {path}") : new(false, "python", $"{path} is no python: {remedy}");
    }

    // Python 2 writes its version to standard error.
    private static string? Version(string path)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            var said = (process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd()).Trim();
            return said.StartsWith("Python ", StringComparison.Ordinal) && !said.Contains('\n') ? said : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
