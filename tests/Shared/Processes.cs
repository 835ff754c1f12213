using System.Text;

namespace CowNotebooks.Tests;

/// <summary>Looks for processes (<c>/proc/PID/cmdline</c> and <c>/proc/PID/environ</c>: words ended by NUL; <c>/proc/PID/cwd</c>; proc(5)).</summary>
internal static class Processes
{
    /// <summary>Generous: for a test that would otherwise hang. It is no claim about time.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The processes whose command line holds the text and, if given, whose working directory is the folder.</summary>
    public static IReadOnlyList<int> Find(string commandLine, string? folder = null) =>
        [.. Ids().Where(id => Words(id, "cmdline").Contains(commandLine, StringComparison.Ordinal) && (folder is null || WorkingDirectory(id) == folder))];

    /// <summary>The processes in whose environment <c>NAME=value</c> stands, word for word.</summary>
    public static IReadOnlyList<int> WithEnvironment(string setting) => [.. Ids().Where(id => Words(id, "environ").Split('\0').Contains(setting))];

    /// <summary>Waits until no command line begins with these words.</summary>
    public static Task GoneAsync(string commandLine) => UntilAsync(() => !Exists(commandLine), $"'{commandLine.Replace('\0', ' ')}' is still there.");

    /// <summary>Waits until a command line begins with these words.</summary>
    public static Task AppearedAsync(string commandLine) => UntilAsync(() => Exists(commandLine), $"'{commandLine.Replace('\0', ' ')}' did not start.");

    /// <summary>Waits until something is so, which another process does.</summary>
    public static Task UntilAsync(Func<bool> condition, string otherwise = "It did not come to be.") => UntilAsync(condition, () => otherwise);

    /// <summary>The same, and what is said otherwise is made when it is said.</summary>
    public static async Task UntilAsync(Func<bool> condition, Func<string> otherwise)
    {
        for (var end = DateTime.UtcNow + Limit; !condition();)
        {
            if (DateTime.UtcNow > end) Assert.Fail(otherwise());
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>
    /// Returns when each of them sleeps in a system call. One that has answered may have lost its processor right then, and has its next read, with the pages that
    /// it touches on the way, still before it.
    /// </summary>
    public static void AssertWaiting(params IEnumerable<int> pids) => Assert.True(SpinWait.SpinUntil(() => pids.All(Waits), Limit), "It does not come to wait.");

    // Field 3 of stat, behind the name; and syscall, which names the call and its arguments, or says "running" or -1 (proc_pid_syscall(5)).
    private static bool Waits(int id) => Words(id, "stat").Split(") ")[^1].StartsWith('S') && Words(id, "syscall") is [>= '0' and <= '9', ..];

    private static bool Exists(string commandLine) => Ids().Any(id => Words(id, "cmdline").StartsWith($"{commandLine}\0", StringComparison.Ordinal));

    private static IEnumerable<int> Ids() => Directory.EnumerateDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0).Where(id => id > 0);

    private static string Words(int id, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/{file}"));
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
