using CowNotebooks.Procfs;

namespace CowNotebooks.Tests;

/// <summary>Looks for what should not be left.</summary>
internal static class Survivors
{
    /// <summary>Fails when one of the processes runs, or is stopped, a few seconds from now.</summary>
    public static async Task AssertNoneAsync(params int[] pids)
    {
        // An orphan is reaped by init, which takes a moment.
        for (var i = 0; i < 100 && pids.Any(Runs); i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(pids, Runs);
    }

    /// <summary>Fails when this process has children, alive or dead, a few seconds from now.</summary>
    public static async Task AssertNoChildrenAsync()
    {
        var self = new ProcFs().Process(Environment.ProcessId);
        for (var i = 0; i < 100 && self.Children().Count > 0; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Empty(self.Children());
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
