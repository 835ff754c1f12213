using System.Text;

namespace CowNotebooks.Notebooks.Tests;

/// <summary>Looks for processes by their command line (<c>/proc/PID/cmdline</c>: arguments ended by NUL, proc(5)).</summary>
internal static class Processes
{
    public static Task GoneAsync(string commandLine) => UntilAsync(() => !Exists(commandLine), $"'{commandLine.Replace('\0', ' ')}' is still there.");

    public static Task AppearedAsync(string commandLine) => UntilAsync(() => Exists(commandLine), $"'{commandLine.Replace('\0', ' ')}' did not start.");

    private static bool Exists(string commandLine) => Directory.EnumerateDirectories("/proc").Any(folder => CommandLine(folder).StartsWith($"{commandLine}\0", StringComparison.Ordinal));

    private static string CommandLine(string folder)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"{folder}/cmdline"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // Generous: a limit for a test that would otherwise hang, not a claim about time.
    private static async Task UntilAsync(Func<bool> condition, string message)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (condition()) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Fail(message);
    }
}
