using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CowNotebooks.Sizing.Tests;

/// <summary>
/// Runs a part of a test in a process of its own: this assembly again, which sees the variable before anything else runs and never comes
/// to the tests.
/// </summary>
internal static class Probe
{
    private const string Variable = "COW_SIZING_PROBE";

    /// <summary>Starts the probe with the runtime's background work off, and gives what it wrote.</summary>
    public static string Run(string name)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        start.Environment[Variable] = name;
        foreach (var guard in new[] { "EnableWriteXorExecute", "TieredCompilation", "gcConcurrent", "EnableDiagnostics" }) start.Environment[$"DOTNET_{guard}"] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(60)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The probe '{name}' was still running after 60 s.");
        }
        Assert.True(process.ExitCode == 0, $"The probe '{name}' ended with {process.ExitCode}. {errors.Result}");
        return output.Result;
    }

    [ModuleInitializer]
    internal static void RunInstead()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } name) return;
        try
        {
            if (name != "fork") throw new ArgumentException($"There is no probe '{name}'.");
            Console.Out.Write(ForkProbe.Run());
            Console.Out.Flush();
            Environment.Exit(0);
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine(failure);
            Environment.Exit(1);
        }
    }
}
