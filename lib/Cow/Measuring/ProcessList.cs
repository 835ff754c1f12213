using System.Text.RegularExpressions;
using CowNotebooks.Procfs;

namespace CowNotebooks.Cow.Measuring;

/// <summary>Processes that were read, and notes about the others.</summary>
/// <param name="Processes">In display order, including those whose files could not be parsed, without figures.</param>
/// <param name="Denied">How many this user may not read.</param>
/// <param name="Notes">Notes on the whole list, in sentences.</param>
internal sealed record ProcessList(IReadOnlyList<ProcessMemory> Processes, int Denied, IReadOnlyList<string> Notes)
{
    /// <summary>The sums.</summary>
    public ProcessTotal Total { get; } = ProcessTotal.Of(Processes);

    /// <summary>Those that were named, each with its figures or the reason why there are none.</summary>
    /// <exception cref="ProcException">None of them can be shown; this is the first one's reason.</exception>
    public static ProcessList Named(ProcFs proc, IEnumerable<int> pids)
    {
        ProcException? first = null;
        var processes = new List<ProcessMemory>();
        foreach (var process in pids.Distinct().Select(proc.Process))
        {
            try
            {
                processes.Add(ProcessMemory.Read(process));
            }
            catch (ProcException error)
            {
                first ??= error;
                processes.Add(ProcessMemory.Without(process, 0, error));
            }
        }

        if (first is not null && !processes.Exists(process => process.IsRead)) throw first;
        return Noted(proc, processes, 0);
    }

    /// <summary>All that may be read, or those of them.</summary>
    /// <exception cref="ProcException">There is no list of processes.</exception>
    public static ProcessList All(ProcFs proc, IReadOnlyList<int>? pids = null) => Readable(proc, pids ?? proc.Processes(), _ => 0, []).SortedBy(null);

    /// <summary>Those whose name or command line matches; without this process, which has the pattern in its own.</summary>
    /// <exception cref="ProcException">There is no list of processes.</exception>
    public static IReadOnlyList<int> Matching(ProcFs proc, Regex pattern) =>
        [.. proc.Processes().Where(pid => pid != Environment.ProcessId && (pattern.IsMatch(ProcessMemory.CommandLineOf(proc.Process(pid)) ?? "") || pattern.IsMatch(NameOf(proc.Process(pid)))))];

    /// <summary>The same, the largest first by that column, or by the RAM that it takes; by PID the smallest first, as by name.</summary>
    /// <param name="by">The name of a column, or "name"; null for the RAM that it takes.</param>
    /// <exception cref="UsageException">There is no such column.</exception>
    public ProcessList SortedBy(string? by) => this with
    {
        Processes = by switch
        {
            null => Sorted((one, other) => other.TakenBytes.CompareTo(one.TakenBytes) is not 0 and var order ? order : one.Pid.CompareTo(other.Pid)),
            "name" => [.. Processes.OrderBy(process => process.Name, StringComparer.Ordinal).ThenBy(process => process.Pid)],
            "pid" => [.. Processes.OrderBy(process => process.Pid)],
            _ => [.. Processes.OrderByDescending(ProcessColumn.Named(by).Figure).ThenBy(process => process.Pid)],
        },
    };

    private List<ProcessMemory> Sorted(Comparison<ProcessMemory> order)
    {
        var sorted = Processes.ToList();
        sorted.Sort(order);
        return sorted;
    }

    /// <summary>Those named, or else those without a parent, and all below them, children below their parent. A named one without memory says so.</summary>
    /// <exception cref="ProcException">None of the named processes exists, or there is no list of processes.</exception>
    public static ProcessList Tree(ProcFs proc, IReadOnlyList<int> pids)
    {
        RequireOne(proc, pids);
        var parents = proc.Processes().Select(pid => (Pid: pid, Parent: ParentOf(proc.Process(pid)))).Where(pair => pair.Parent is not null).ToList();
        var children = parents.ToLookup(pair => pair.Parent!.Value, pair => pair.Pid);
        var known = parents.Select(pair => pair.Pid).ToHashSet();
        var roots = pids.Count > 0 ? pids : parents.Where(pair => !known.Contains(pair.Parent!.Value)).Select(pair => pair.Pid);
        var order = new List<int>();
        var depths = new Dictionary<int, int>();
        // A stack, not recursion: a process tree may be arbitrarily deep.
        var waiting = new Stack<(int Pid, int Depth)>(roots.Reverse().Select(pid => (pid, 0)));
        while (waiting.TryPop(out var next))
        {
            if (!depths.TryAdd(next.Pid, next.Depth)) continue;
            order.Add(next.Pid);
            foreach (var child in children[next.Pid].Reverse()) waiting.Push((child, next.Depth + 1));
        }

        var list = Readable(proc, order, pid => depths[pid], pids);
        var without = order.Count - list.Processes.Count - list.Denied;
        return without == 0 ? list : list with { Notes = [.. list.Notes, $"{without:N0} more have no memory: kernel threads, or processes that have ended."] };
    }

    /// <exception cref="ProcException">None of the named processes can be read; this is the first one's reason.</exception>
    private static void RequireOne(ProcFs proc, IReadOnlyList<int> pids)
    {
        ProcException? first = null;
        foreach (var pid in pids)
        {
            try
            {
                proc.Process(pid).Stat();
                return;
            }
            catch (ProcException error)
            {
                first ??= error;
            }
        }

        if (first is not null) throw first;
    }

    private static ProcessList Readable(ProcFs proc, IReadOnlyList<int> wanted, Func<int, int> depth, IReadOnlyList<int> named)
    {
        var processes = new List<ProcessMemory>();
        var denied = 0;
        foreach (var pid in wanted)
        {
            var process = proc.Process(pid);
            try
            {
                if (named.Contains(pid)) processes.Add(ProcessMemory.Read(process, depth(pid)));
                else if (ProcessMemory.ReadUnlessKernelThread(process, depth(pid)) is { } read) processes.Add(read);
            }
            catch (ProcException error) when (named.Contains(pid))
            {
                processes.Add(ProcessMemory.Without(process, depth(pid), error));
            }
            catch (ProcDeniedException)
            {
                denied++;
            }
            catch (Exception error) when (error is ProcVanishedException or ProcNoMemoryException)
            {
                // It has ended since it was listed: there is nothing to show.
            }
            catch (ProcException error)
            {
                // An error of one process is reported, and hides no other.
                processes.Add(ProcessMemory.Without(process, depth(pid), error));
            }
        }

        return Noted(proc, processes, denied);
    }

    private static ProcessList Noted(ProcFs proc, IReadOnlyList<ProcessMemory> processes, int denied)
    {
        var notes = new List<string>();
        // One process tells: the kernel has the file or not. Of one that has ended nothing can be told.
        if (processes.Where(process => process.PssBytes is not null).Select(process => proc.Process(process.Pid)).FirstOrDefault(process => process.Exists) is { HasSmapsRollup: false, Exists: true })
            notes.Add("This kernel has no smaps_rollup (since Linux 4.14): the mappings of smaps are summed instead, and PSS is rounded down to kB in each.");
        if (processes.Any(process => process.HugetlbBytes > 0))
            notes.Add("hugetlb: private pages of hugetlbfs, which USS, PSS and RSS do not count.");
        foreach (var process in processes.Where(process => process.SharedHugetlbBytes > 0))
            notes.Add($"Process {process.Pid} ({process.Name}) also maps {FigureText.Megabytes(process.SharedHugetlbBytes)} MB of hugetlbfs that others may map too. The kernel does not say its share, so it is in no column.");
        return new(processes, denied, notes);
    }

    private static string NameOf(ProcProcess process)
    {
        try
        {
            return process.Stat().Comm;
        }
        catch (ProcException)
        {
            return "";
        }
    }

    /// <summary>Null when it has ended or may not be read; 0, like the first process's, when its stat cannot be parsed.</summary>
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
        catch (ProcException)
        {
            return 0;
        }
    }
}
