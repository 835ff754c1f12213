using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Watching;

/// <summary>What processes have forked.</summary>
internal static class Descendants
{
    /// <summary>The children of a process; none when it has ended: then they are known, or become those of a process that is not watched.</summary>
    public static IReadOnlyList<int> ChildrenOf(ProcFs proc, int pid)
    {
        try
        {
            return proc.Process(pid).Children();
        }
        catch (ProcException)
        {
            return [];
        }
    }

    /// <summary>These processes, and then all their descendants.</summary>
    public static IReadOnlyList<int> With(ProcFs proc, IReadOnlyList<int> pids)
    {
        var all = new List<int>(pids);
        for (var i = 0; i < all.Count; i++) all.AddRange(ChildrenOf(proc, all[i]).Except(all));
        return all;
    }
}
