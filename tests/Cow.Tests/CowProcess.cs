using System.Diagnostics;
using CowNotebooks.Lab.Starting;

namespace CowNotebooks.Cow.Tests;

/// <summary>The real command, in a process of its own.</summary>
internal static class CowProcess
{
    /// <summary>Runs it to its end.</summary>
    public static async Task<CowResult> RunAsync(string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CowResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts it, its output not read yet.</summary>
    public static Process Start(string folder, params string[] arguments) => Process.Start(new ProcessStartInfo(
        DotNetHost.Path(),
        ["exec", Path.Combine(AppContext.BaseDirectory, "cow.dll"), .. arguments])
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}

/// <summary>What it left.</summary>
internal sealed record CowResult(int ExitCode, string Output, string Error);
