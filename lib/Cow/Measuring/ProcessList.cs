using CowNotebooks.Procfs;

namespace CowNotebooks.Cow.Measuring;

/// <summary>Processes that were read, and how many may not be.</summary>
/// <param name="Processes">In the order to show.</param>
/// <param name="Denied">How many the kernel does not let this user read.</param>
internal sealed record ProcessList(IReadOnlyList<ProcessMemory> Processes, int Denied)
{
    /// <summary>Those that were named: each must be there.</summary>
    /// <exception cref="ProcException">One is gone, may not be read, or has no memory.</exception>
    public static ProcessList Named(ProcFs proc, IEnumerable<int> pids) => new([.. pids.Distinct().Select(pid => ProcessMemory.Read(proc.Process(pid)))], 0);

    /// <summary>All that may be read, the one that uses most RAM first.</summary>
    public static ProcessList All(ProcFs proc)
    {
        var list = Readable(proc, proc.Processes().Select(pid => (pid, 0)));
        return list with { Processes = [.. list.Processes.OrderByDescending(process => process.PssBytes).ThenBy(process => process.Pid)] };
    }

    /// <summary>Those named, or else those without a parent, and all below them, children below their parent.</summary>
    /// <exception cref="ProcException">One that was named is not there.</exception>
    public static ProcessList Tree(ProcFs proc, IReadOnlyList<int> pids)
    {
        foreach (var pid in pids) proc.Process(pid).Stat();
        var parents = proc.Processes().Select(pid => (Pid: pid, Parent: ParentOf(proc.Process(pid)))).Where(pair => pair.Parent is not null).ToList();
        var children = parents.ToLookup(pair => pair.Parent!.Value, pair => pair.Pid);
        var known = parents.Select(pair => pair.Pid).ToHashSet();
        var roots = pids.Count > 0 ? pids : parents.Where(pair => !known.Contains(pair.Parent!.Value)).Select(pair => pair.Pid);
        var order = new List<(int Pid, int Depth)>();
        var seen = new HashSet<int>();
        // A stack, not recursion: nobody limits how deep a tree of processes is.
        var waiting = new Stack<(int Pid, int Depth)>(roots.Reverse().Select(pid => (pid, 0)));
        while (waiting.TryPop(out var next))
        {
            if (!seen.Add(next.Pid)) continue;
            order.Add(next);
            foreach (var child in children[next.Pid].Reverse()) waiting.Push((child, next.Depth + 1));
        }

        return Readable(proc, order);
    }

    private static ProcessList Readable(ProcFs proc, IEnumerable<(int Pid, int Depth)> wanted)
    {
        var processes = new List<ProcessMemory>();
        var denied = 0;
        foreach (var (pid, depth) in wanted)
        {
            try
            {
                processes.Add(ProcessMemory.Read(proc.Process(pid), depth));
            }
            catch (ProcDeniedException)
            {
                denied++;
            }
            catch (Exception error) when (error is ProcVanishedException or ProcNoMemoryException)
            {
                // It ended since it was listed, or is a kernel thread: there is nothing to show.
            }
        }

        return new ProcessList(processes, denied);
    }

    private static int? ParentOf(ProcProcess process)
    {
        try
        {
            return process.Stat().ParentPid;
        }
        catch (Exception error) when (error is ProcVanishedException or ProcDeniedException)
        {
            return null;
        }
    }
}
