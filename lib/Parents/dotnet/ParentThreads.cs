using System.Diagnostics;
using System.Globalization;
using CowNotebooks.Forking;

namespace CowNotebooks.Parents.DotNet;

/// <summary>
/// The threads of this process. Only the forking thread exists in the child, where the runtime still waits for the others: for a pool thread when
/// work is queued, for any thread that held a lock.
/// </summary>
internal sealed class ParentThreads
{
    private const string Tasks = "/proc/self/task", Pool = ".NET TP Worker";

    // Once started they stay, and only wait while no pool thread and no timer, each with a thread of its own, is active.
    private static readonly string[] Waiting = [".NET SigHandler", ".NET TP Gate", ".NET Timer"];

    private readonly HashSet<int> _before = [.. All()];

    /// <summary>Null when there are no more threads than when this was made; else a sentence that names one, and what to do.</summary>
    public string? FirstOther()
    {
        foreach (var thread in All().Where(thread => !_before.Contains(thread)))
        {
            if (NameOf(thread) is not { } name || Waiting.Contains(name)) continue;
            return name == Pool
                ? $"Refusing to fork: the parent has a pool thread ('{Pool}'), which the child would wait for and not have. "
                    + "It ends after about 20 seconds without work: wait, or keep Task.Run, Parallel and asynchronous calls out of the parent's cells."
                : $"Refusing to fork: the parent has a thread '{name}' (number {thread}), which the child would not have. Let it end first (Thread.Join), or open a new laboratory and leave it out.";
        }

        return null;
    }

    /// <summary>
    /// Waits until every other thread sleeps. The finalizer thread runs for some moments after a collection; if the parent forked then, the child's own
    /// collection would stop a thread that it does not have, and abort.
    /// </summary>
    public static void AwaitSleep()
    {
        var clock = Stopwatch.StartNew();
        var before = States();
        while (clock.Elapsed < TimeLimits.ThreadsAtRest)
        {
            Thread.Sleep(1);
            var now = States();
            if (now.All(IsWaiting) && now.SequenceEqual(before)) return;
            before = now;
        }
    }

    // State and context switches of each thread: when two reads are equal, it did not run in between.
    private static List<string> States() => [.. All().Where(thread => thread != LibC.Pid).Select(thread =>
        Read(thread, "status") is { } status
            ? string.Join('\n', status.Split('\n').Where(line => line.StartsWith("State:", StringComparison.Ordinal) || line.Contains("ctxt_switches", StringComparison.Ordinal))) : "")];

    private static bool IsWaiting(string state) => state.Length == 0 || state.Contains("S (sleeping)", StringComparison.Ordinal);

    private static IEnumerable<int> All() => Directory.EnumerateDirectories(Tasks).Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture));

    private static string? NameOf(int thread) => Read(thread, "comm")?.TrimEnd('\n');

    private static string? Read(int thread, string file)
    {
        try
        {
            return File.ReadAllText($"{Tasks}/{thread}/{file}");
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
