using System.Diagnostics;
using System.Text.Json;
using CowNotebooks.Tests;

namespace CowNotebooks.Benchmarks;

/// <summary>
/// Our Jupyter kernel beside the real dotnet-interactive and ipykernel: one client (Debian's jupyter_client), the same cells, in turns. The median of the rounds is
/// printed, and ours as a share of the real tool's beside the goal.
/// </summary>
internal static class EngineComparison
{
    private const int Rounds = 5, Cells = 200;
    private const string Ours = ".net-csharp", Python = "/usr/bin/python3", IPython = "python3";

    private static readonly (string Name, string Unit, Func<Figures, double> Of, double Goal)[] Rows =
    [
        ("start to the first cell's end", "s", figures => figures.Ready + figures.First, 0.4),
        ("  start to the kernel's first answer", "s", figures => figures.Ready, double.NaN),
        ("  first cell", "s", figures => figures.First, double.NaN),
        ($"median of cells 2 to {Cells}", "ms", figures => figures.Median * 1000, 0.7),
        ($"memory (PSS) after {Cells} cells", "MB", figures => figures.Memory / 1024.0 / 1024.0, 0.7),
    ];

    public static async Task<int> RunAsync()
    {
        var data = Directory.CreateTempSubdirectory("cow-benchmark-");
        try
        {
            var cow = Path.Combine(Source.Root, "lib/Cow/bin", Source.Build, "cow");
            await RunAsync(cow, ["kernel", "install"], data.FullName);
            if (await RealTool.AddKernelSpecAsync(Path.Combine(data.FullName, "kernels"), CancellationToken.None) is { } missing)
            {
                await Console.Error.WriteLineAsync(missing);
                return 1;
            }
            var script = Path.Combine(Source.Root, "tests/Benchmarks/python/engines.py");
            var lines = await RunAsync(Python, [script, $"{Rounds}", $"{Cells}", RealTool.KernelName, Ours, IPython], data.FullName);
            Print([.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Figures>(line, JsonSerializerOptions.Web)!)]);
            return 0;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static void Print(IReadOnlyList<Figures> measured)
    {
        Console.WriteLine($"| median of {Rounds} rounds | {RealTool.KernelName} | cow | ipykernel | cow / {RealTool.KernelName} | goal |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, unit, of, goal) in Rows)
        {
            double Median(string kernel) => measured.Where(figures => figures.Kernel == kernel).Select(of).Order().ElementAt(Rounds / 2);
            var (real, ours, python) = (Median(RealTool.KernelName), Median(Ours), Median(IPython));
            Console.WriteLine($"| {name} | {real:F2} {unit} | {ours:F2} {unit} | {python:F2} {unit} | {ours / real:F2} | {(double.IsNaN(goal) ? "" : $"{goal:F1}")} |");
        }
    }

    // What a kernel writes to standard error is its own.
    private static async Task<string> RunAsync(string program, string[] arguments, string data)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["JUPYTER_DATA_DIR"] = data;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    /// <summary>A line of engines.py: seconds, and bytes.</summary>
    private sealed record Figures(string Kernel, double Ready, double First, double Median, long Memory);
}
