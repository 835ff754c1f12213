using CowNotebooks.Procfs;

namespace CowNotebooks.Tests;

/// <summary>Looks for what should not be left.</summary>
internal static class Survivors
{
    /// <summary>Fails when one of the processes runs, or is stopped, and does not end soon.</summary>
    public static async Task AssertNoneAsync(params int[] pids)
    {
        // An orphan is reaped by init, which takes a moment.
        await Processes.UntilAsync(() => !pids.Any(Runs), $"One of {string.Join(", ", pids)} is left.");
    }

    /// <summary>Fails when this process has children, alive or dead, that do not go soon.</summary>
    public static async Task AssertNoChildrenAsync()
    {
        var self = new ProcFs().Process(Environment.ProcessId);
        await Processes.UntilAsync(() => self.Children().Count == 0, "A child of this process is left.");
    }

    /// <summary>The folder of a parent's session, which is its last argument.</summary>
    public static string FolderOf(int parent) => new ProcFs().Process(parent).CommandLine()[^1];

    private static bool Runs(int pid)
    {
        try
        {
            return new ProcFs().Process(pid).Stat().State is not ('Z' or 'X');
        }
        catch (ProcVanishedException)
        {
            return false;
        }
    }
}
