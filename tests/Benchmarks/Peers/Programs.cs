using System.Diagnostics;
using CowNotebooks.Tests;

namespace CowNotebooks.Benchmarks.Peers;

/// <summary>Programs that are compared with, or of which this repository has the source.</summary>
internal static class Programs
{
    public const string Python = "/usr/bin/python3";
    public const string NoCompiler = "there is no C compiler: apt-get install gcc libc6-dev";

    /// <summary>The command, as this program was built.</summary>
    public static string Cow { get; } = Path.Combine(Source.Root, "lib/Cow/bin", Source.Build, "cow");

    /// <summary>A source file of this folder.</summary>
    public static string SourceOf(string path) => Path.Combine(Source.Root, "tests/Benchmarks/Peers", path);

    /// <summary>A .NET program of this folder, as it was built with this one.</summary>
    public static string Built(string project) => SourceOf($"{project}/bin/{Source.Build}/CowNotebooks.{project}");

    /// <summary>Where a command is on the PATH; null when it is not.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Compiles and starts forks.c; null without a C compiler.</summary>
    /// <param name="bytes">How much it holds.</param>
    public static Task<Conversation?> StartForksAsync(long bytes) => StartCAsync("forks.c", bytes);

    /// <summary>Compiles and starts a C program of this folder; null without a C compiler.</summary>
    /// <param name="source">Its source.</param>
    /// <param name="argument">Its argument.</param>
    public static async Task<Conversation?> StartCAsync(string source, long argument)
    {
        if ((Find("gcc") ?? Find("cc")) is not { } compiler) return null;
        var folder = Directory.CreateTempSubdirectory("cow-benchmark-");
        try
        {
            var program = Path.Combine(folder.FullName, "program");
            await RunAsync(compiler, "-O2", "-o", program, SourceOf(source));
            return await Conversation.StartAsync(program, $"{argument}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs a program to its end, in the root of the repository, and answers what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static Task<string> RunAsync(string program, params string[] arguments) => RunAsync(program, null, arguments);

    /// <summary>As above, with further environment variables.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string program, IReadOnlyDictionary<string, string>? environment, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Source.Root };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
    }
}
