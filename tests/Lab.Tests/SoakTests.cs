using System.Diagnostics;

namespace CowNotebooks.Tests;

/// <summary>Some hundred experiments, drawn anew each time: what is lost or left a little each time shows here. tests/Soak does it, and longer when it is asked.</summary>
public class SoakTests(ITestOutputHelper output)
{
    private const int Experiments = 500;

    private static readonly string Program = Path.Combine(Source.Root, "tests/Soak/bin", Source.Build, "CowNotebooks.Soak");

    [Fact]
    public async Task Hundreds_of_experiments_over_all_runtimes_neither_hang_nor_crash_nor_lie_nor_leave_anything()
    {
        foreach (var runtime in Lab.Runtime.Names) Requires.Runtime(runtime);
        Requires.Program("Install it (Debian: apt-get install pypy3).", "pypy3");
        var cancel = TestContext.Current.CancellationToken;
        using var soak = Process.Start(new ProcessStartInfo(Program, [$"{Experiments}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var (said, errors) = (soak.StandardOutput.ReadToEndAsync(cancel), soak.StandardError.ReadToEndAsync(cancel));
            await soak.WaitForExitAsync(cancel);
            var words = await said + await errors;
            output.WriteLine(words);
            Assert.True(soak.ExitCode == 0, words);
            Assert.Contains($"{Experiments} experiments, seed ", words, StringComparison.Ordinal);
            Assert.DoesNotContain("left out: ", words, StringComparison.Ordinal);
        }
        finally
        {
            if (!soak.HasExited) soak.Kill();
        }
    }
}
