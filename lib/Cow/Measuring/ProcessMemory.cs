using CowNotebooks.Procfs;

namespace CowNotebooks.Cow.Measuring;

/// <summary>One process of the list. Sizes are bytes.</summary>
/// <param name="Pid">Its PID.</param>
/// <param name="ParentPid">Its parent's PID.</param>
/// <param name="Depth">How far below the root of its tree; 0 in a list.</param>
/// <param name="Name">The name that it gave itself.</param>
/// <param name="UssBytes">Private: its alone.</param>
/// <param name="SharedBytes">Its share of what it shares: PSS less USS.</param>
/// <param name="PssBytes">Both together: the RAM it uses.</param>
/// <param name="RssBytes">All that is resident.</param>
/// <param name="SwapBytes">What is swapped out.</param>
/// <param name="MinorFaults">Faults served without a disk.</param>
/// <param name="MajorFaults">Faults that waited for a disk.</param>
internal sealed record ProcessMemory(
    int Pid,
    int ParentPid,
    int Depth,
    string Name,
    long UssBytes,
    long SharedBytes,
    long PssBytes,
    long RssBytes,
    long SwapBytes,
    long MinorFaults,
    long MajorFaults)
{
    /// <exception cref="ProcException">It is gone, may not be read, or has no memory.</exception>
    public static ProcessMemory Read(ProcProcess process, int depth = 0)
    {
        var stat = process.Stat();
        var memory = process.SmapsRollup();
        // PSS is cut to whole kB, so that of a process that shares nothing can be a little less than its USS.
        var shared = Math.Max(0, memory.Pss - memory.Uss);
        return new ProcessMemory(process.Pid, stat.ParentPid, depth, stat.Comm, memory.Uss, shared, memory.Pss, memory.Rss, memory.Swap, stat.MinorFaults, stat.MajorFaults);
    }
}
