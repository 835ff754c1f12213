using System.Diagnostics;
using CowNotebooks.Tests;

namespace CowNotebooks.Jupyter.Tests;

/// <summary>Debian's Python with Jupyter's own packages: judges that know nothing of this project.</summary>
internal static class Python
{
    // Another python may come first on PATH; Debian's packages are for this one.
    private const string Program = "/usr/bin/python3";

    /// <summary>
    /// Runs a script of the folder <c>python/</c> with the kernel installed for it alone, and the real tool's too when an argument is that one's name; and expects it to succeed.
    /// </summary>
    /// <param name="modules">What it imports.</param>
    /// <param name="script">Its file.</param>
    /// <param name="arguments">What it is given.</param>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string[] modules, string script, params string[] arguments)
    {
        Requires.That(File.Exists(Program) && (await ExecuteAsync(Program, ["-c", $"import {string.Join(", ", modules)}"], null)).ExitCode == 0,
            $"{Program} lacks one of {string.Join(", ", modules)}. Debian: apt-get install {string.Join(' ', modules.Select(module => $"python3-{module.Replace('_', '-')}"))}");
        var data = Directory.CreateTempSubdirectory("cow-jupyter-data-");
        try
        {
            var (installed, words) = await ExecuteAsync(CowCommand.Program, ["kernel", "install"], data.FullName);
            Assert.True(installed == 0, words);
            if (arguments.Contains(RealTool.KernelName))
            {
                var missing = await RealTool.AddKernelSpecAsync(Path.Combine(data.FullName, "kernels"), TestContext.Current.CancellationToken);
                Requires.That(missing is null, missing ?? "");
            }
            var (exitCode, output) = await ExecuteAsync(Program, [Path.Combine(AppContext.BaseDirectory, "python", script), .. arguments], data.FullName);
            Assert.True(exitCode == 0, output);
            return output;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> ExecuteAsync(string program, string[] arguments, string? data)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (data is not null) start.Environment["JUPYTER_DATA_DIR"] = data;
        using var process = Process.Start(start)!;
        var cancel = TestContext.Current.CancellationToken;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output + await errors);
    }
}
