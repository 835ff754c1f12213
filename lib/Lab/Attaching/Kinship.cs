using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Attaching;

/// <summary>A process of a family.</summary>
/// <param name="Process">The process.</param>
/// <param name="Stat">Its stat when it was found.</param>
/// <param name="Maps">Its mappings then.</param>
/// <param name="Parent">Its parent, when that is one of the family.</param>
internal sealed record Relative(ProcProcess Process, ProcStat Stat, Maps Maps, Relative? Parent)
{
    /// <summary>How far below the first of its line.</summary>
    public int Depth => Parent is null ? 0 : Parent.Depth + 1;
}

/// <summary>
/// Finds the processes that were forked from one another without exec(2): they run the same file, their first stack ends at the same address, and more than half
/// of the private writable mappings of the one that has fewer lie where the other has such a mapping of the same file, or of none. exec(2) puts the stack and most
/// mappings at random addresses, so a shell that started a server, or a second server, is no family. (Where that is switched off, as by setarch -R, two
/// processes that run the same file look like forks.)
/// </summary>
internal static class Kinship
{
    /// <summary>All of the family, each parent before its children, and what could not be found out, in sentences.</summary>
    /// <exception cref="ProcException">The process is gone, may not be read, or has no memory.</exception>
    public static (IReadOnlyList<Relative> Family, IReadOnlyList<string> Notes) Find(ProcFs proc, int pid)
    {
        var self = proc.Process(pid);
        var (stat, maps) = (self.Stat(), self.Maps());
        var executable = self.Executable;
        var found = new Dictionary<int, (ProcStat Stat, Maps Maps)> { [pid] = (stat, maps) };
        var hidden = new List<ProcStat>();
        foreach (var candidate in proc.Processes().Where(candidate => candidate != pid).Select(proc.Process))
        {
            try
            {
                var theirs = candidate.Stat();
                if (theirs.IsKernelThread || theirs.State is 'Z' or 'X') continue;
                if (candidate.Executable is not { } program) hidden.Add(theirs);
                else if (program == executable && candidate.Maps() is var mapped && AreForks(maps, mapped)) found[candidate.Pid] = (theirs, mapped);
            }
            catch (ProcDeniedException)
            {
                // Executable was not refused, so this is a moment's refusal: it changes its user now, and is not read.
            }
            catch (Exception error) when (error is ProcVanishedException or ProcNoMemoryException)
            {
                // It has ended since it was listed.
            }
        }

        List<string> notes = [.. WithoutBorrowers(proc, pid, found), .. Hidden(found, hidden)];
        if (found.Count > 1 && self.HasRandomAddresses() == false)
            notes.Add("These processes lie at addresses that were not chosen at random (setarch -R, or kernel.randomize_va_space): whoever runs the same program looks like a fork, so that some may be none.");
        return (InOrder(proc, found), notes);
    }

    /// <summary>Takes away who has the very memory of its parent, as after vfork(2): each page would count twice.</summary>
    private static List<string> WithoutBorrowers(ProcFs proc, int asked, Dictionary<int, (ProcStat Stat, Maps Maps)> found)
    {
        var notes = new List<string>();
        foreach (var (pid, (stat, _)) in found.ToList())
        {
            if (!found.ContainsKey(stat.ParentPid) || proc.Process(pid).SharesMemoryWith(proc.Process(stat.ParentPid)) != true) continue;
            if (pid == asked)
                throw new LabUsageException(
                    $"Process {pid} has no memory of its own but that of its parent, process {stat.ParentPid}, as after vfork(2) until another program begins.",
                    $"Attach to {stat.ParentPid} instead.");
            found.Remove(pid);
            notes.Add($"Process {pid} has no memory of its own but that of its parent, process {stat.ParentPid}, as after vfork(2), so it is left out.");
        }

        return notes;
    }

    /// <summary>Whether two processes have the addresses of one program.</summary>
    internal static bool AreForks(Maps one, Maps other)
    {
        if (StackEnd(one) != StackEnd(other)) return false;
        var (ones, others) = (Writable(one), Writable(other));
        var equal = 0;
        for (int i = 0, j = 0; i < ones.Count && j < others.Count;)
        {
            if (ones[i].End <= others[j].Start) i++;
            else if (others[j].End <= ones[i].Start) j++;
            else
            {
                // Mappings may have grown or been cut since the fork, so that neither end need be equal.
                if (IsSameMemory(ones[i], others[j])) equal++;
                if (ones[i].End < others[j].End) i++;
                else j++;
            }
        }

        return 2 * equal > Math.Min(ones.Count, others.Count);
    }

    /// <summary>Whether an address in both means the same memory: of the same file at the same place, or both of none.</summary>
    internal static bool IsSameMemory(MemoryMap one, MemoryMap other) =>
        one.IsPrivate == other.IsPrivate && one.Inode == other.Inode && one.DeviceMajor == other.DeviceMajor && one.DeviceMinor == other.DeviceMinor
        && (one.Inode == 0 || one.Start - one.Offset == other.Start - other.Offset);

    /// <summary>Where the first stack ends: a fork has that of its parent, and after exec(2) it is elsewhere. Null without a stack.</summary>
    internal static ulong? StackEnd(Maps maps) => maps.FirstOrDefault(map => map.Path == "[stack]")?.End;

    private static List<MemoryMap> Writable(Maps maps) => [.. maps.Where(map => map is { IsWritable: true, IsPrivate: true })];

    private static List<Relative> InOrder(ProcFs proc, Dictionary<int, (ProcStat Stat, Maps Maps)> found)
    {
        var family = new List<Relative>();
        var children = found.Values.Select(one => one.Stat).ToLookup(stat => stat.ParentPid);
        // A stack, not recursion: forks may be arbitrarily deep. The oldest first.
        var waiting = new Stack<(ProcStat Stat, Relative? Parent)>(
            Newest(found.Values.Select(one => one.Stat).Where(stat => !found.ContainsKey(stat.ParentPid))).Select(stat => (stat, (Relative?)null)));
        while (waiting.TryPop(out var next))
        {
            var relative = new Relative(proc.Process(next.Stat.Pid), next.Stat, found[next.Stat.Pid].Maps, next.Parent);
            family.Add(relative);
            foreach (var child in Newest(children[next.Stat.Pid])) waiting.Push((child, relative));
        }

        return family;
    }

    private static IOrderedEnumerable<ProcStat> Newest(IEnumerable<ProcStat> stats) => stats.OrderByDescending(stat => stat.StartTicks).ThenByDescending(stat => stat.Pid);

    private static IEnumerable<string> Hidden(Dictionary<int, (ProcStat Stat, Maps Maps)> found, List<ProcStat> hidden)
    {
        foreach (var stat in hidden)
        {
            var isChild = found.ContainsKey(stat.ParentPid);
            var isParent = found.Values.Any(one => one.Stat.ParentPid == stat.Pid);
            // The first process of a machine has children of every kind.
            if (!isChild && (!isParent || (stat.Pid == 1 && found.Values.All(one => one.Stat.Comm != stat.Comm)))) continue;
            yield return $"Process {stat.Pid} ({Printable.Of(stat.Comm)}), {(isChild ? "a child" : "the parent")} of one of these, may not be read by this user, so it is left out. Run as root, with CAP_SYS_PTRACE.";
        }
    }
}
