using System.Globalization;
using System.Text;

namespace CowNotebooks.Procfs.Live;

/// <summary>The children of a process: from each of its threads, or else from the parents of all processes on the machine.</summary>
internal static class ChildPids
{
    /// <summary>proc_tid_children(5): a child belongs to the thread that forked it (since Linux 3.5, CONFIG_PROC_CHILDREN).</summary>
    public static IReadOnlyList<int> ByThread(string taskFolder, int pid)
    {
        var pids = new SortedSet<int>();
        foreach (var thread in ProcFs.Numbers(taskFolder))
            pids.UnionWith(ProcFile.Read(new(Path.Combine(taskFolder, thread.ToString(), "children"), pid), Parse));
        return [.. pids];
    }

    public static IReadOnlyList<int> ByParent(ProcFs proc, int pid) =>
        [.. proc.Processes().Where(candidate => ParentOf(proc.Process(candidate)) == pid)];

    private static int? ParentOf(ProcProcess process)
    {
        try
        {
            return process.Stat().ParentPid;
        }
        catch (ProcException)
        {
            // It has ended, or does not show its parent: the search continues with the others.
            return null;
        }
    }

    // Pids, each followed by a space; empty when there are none.
    private static int[] Parse(ReadOnlySpan<byte> text, ProcSource source)
    {
        var words = Encoding.UTF8.GetString(text).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. words.Select(Pid)];

        int Pid(string word) =>
            int.TryParse(word, NumberStyles.None, null, out var pid)
                ? pid
                : throw new ProcMalformedException(source, 1, $"has no pid: '{word}'");
    }
}
