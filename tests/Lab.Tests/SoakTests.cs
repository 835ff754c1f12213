using System.Diagnostics;

namespace CowNotebooks.Tests;

/// <summary>Some hundred experiments, drawn anew each time: what is lost or left a little each time shows here. tests/Soak does it, and longer when it is asked.</summary>
public class SoakTests(ITestOutputHelper output)
{
    // A process for each half, so that two cores are enough.
    private const int Halves = 2, Experiments = 250;

    private static readonly string Program = Path.Combine(Source.Root, "tests/Soak/bin", Source.Build, "CowNotebooks.Soak");

    [Fact]
    public async Task Hundreds_of_experiments_over_all_runtimes_neither_hang_nor_crash_nor_lie_nor_leave_anything()
    {
        foreach (var runtime in Lab.Runtime.Names) Requires.Runtime(runtime);
        Requires.Program("Install it (Debian: apt-get install pypy3).", "pypy3");
        var seed = Random.Shared.Next();
        foreach (var (exitCode, words) in await Task.WhenAll(Enumerable.Range(0, Halves).Select(half => SoakAsync("--seed", $"{seed}", "--from", $"{half * Experiments}", $"{Experiments}"))))
        {
            output.WriteLine(words);
            Assert.True(exitCode == 0, words);
            Assert.Contains($"{Experiments} experiments, seed {seed}, ", words, StringComparison.Ordinal);
            Assert.DoesNotContain("left out: ", words, StringComparison.Ordinal);
        }
    }

    private static async Task<(int ExitCode, string Words)> SoakAsync(params string[] arguments)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var soak = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var (said, errors) = (soak.StandardOutput.ReadToEndAsync(cancel), soak.StandardError.ReadToEndAsync(cancel));
            await soak.WaitForExitAsync(cancel);
            return (soak.ExitCode, await said + await errors);
        }
        finally
        {
            if (!soak.HasExited) soak.Kill();
        }
    }
}
