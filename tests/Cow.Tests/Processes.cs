using System.Text;

namespace CowNotebooks.Cow.Tests;

/// <summary>Looks for processes (<c>/proc/PID/cmdline</c>: arguments ended by NUL; <c>/proc/PID/cwd</c>; proc(5)).</summary>
internal static class Processes
{
    /// <summary>The processes whose command line holds the text and, if given, whose working directory is the folder.</summary>
    public static IReadOnlyList<int> Find(string commandLine, string? folder = null) =>
        [.. Directory.EnumerateDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
            .Where(id => id > 0 && CommandLine(id).Contains(commandLine, StringComparison.Ordinal) && (folder is null || WorkingDirectory(id) == folder))];

    /// <summary>Generous: a limit for a test that would otherwise hang, not a claim about time.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (condition()) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Fail("It did not come to be.");
    }

    private static string CommandLine(int id)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/cmdline"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string? WorkingDirectory(int id)
    {
        try
        {
            return new FileInfo($"/proc/{id}/cwd").LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
