using System.Globalization;
using System.Text;

namespace CowNotebooks.Procfs.Live;

/// <summary>The children of a process: asked of each of its threads, or else of every process on the machine.</summary>
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
            // It ended, or says nothing of its parent: the others are asked all the same.
            return null;
        }
    }

    // Pids, each followed by a blank; nothing at all when there are none.
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
