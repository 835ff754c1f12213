using System.Diagnostics;
using CowNotebooks.Lab.Attaching;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>
/// Looks at processes that were there before us: a server with forked workers. Nothing is written, stopped or slowed: page tables are read, and the bytes of
/// private pages that member and parent both have in RAM, which takes no fault of theirs. They run meanwhile, so figures of different moments may be mixed; where the
/// pages of a member do not make up its USS, a note says so.
/// </summary>
public static class Attach
{
    // Workers may come and go.
    private const int MostAttempts = 5;

    /// <summary>
    /// The family of forks that a process belongs to, whether it is the parent, a child or a grandchild. Of the family is whoever was forked from the same
    /// program and has begun no other since: it runs the same file, its first stack ends at the same address, and more than half of the private writable
    /// mappings lie at equal addresses, which exec(2) would have moved at random. So a shell that started a server is not of its family.
    /// </summary>
    /// <param name="pid">A running process.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="ProcException">The process is gone, is a thread, may not be read by this user, or has no memory.</exception>
    /// <exception cref="LabUsageException">It is the caller itself, no PID, or has the memory of its parent (vfork(2)); or the family kept changing while it was read.</exception>
    public static Family To(int pid, CancellationToken cancel = default) => To(pid, process => process.OpenMemory(), cancel);

    /// <summary>The same, with the bytes of a process opened in that way: tests refuse them, as Yama's ptrace_scope does.</summary>
    internal static Family To(int pid, Func<ProcProcess, ProcMemory> openMemory, CancellationToken cancel)
    {
        if (pid <= 0) throw new LabUsageException($"There is no process {pid}: PIDs begin at 1.", "Name a running process.");
        if (pid == Environment.ProcessId) throw new LabUsageException($"Process {pid} is the one that would read: reading changes its own memory.", "Attach from another process, such as cow attach.");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Read(pid, openMemory, cancel);
            }
            catch (Exception changed) when (changed is FamilyChangedException || (changed is ProcVanishedException { Pid: var gone } && gone != pid))
            {
                if (attempt == MostAttempts) throw new LabUsageException($"The family of process {pid} kept changing while it was read. {changed.Message}", "Attach when its workers live longer.");
                // The next look finds the family without the one that ended.
            }
        }
    }

    private static Family Read(int pid, Func<ProcProcess, ProcMemory> openMemory, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        new ProcFs().Process(pid).RequireProcess();
        var (relatives, notes) = Kinship.Find(new ProcFs(), pid);
        using var scan = new FamilyScan(pid, relatives, openMemory);
        scan.Run(cancel);
        List<Member> members = [.. scan.Members.Select(member => member.Build(RoleOf(member, scan)))];
        var family = new Family(pid, members, clock.Elapsed)
        {
            HasFrameNumbers = scan.Members.Any(member => member.HasFrames),
            UnsharedPages = scan.Unshared,
            HugetlbPages = (scan.Hugetlb, members.Sum(member => member.ByKind.Where(one => one.Kind == MappingKind.Hugetlb).Sum(one => one.Pages.Total))),
            Notes = [],
        };
        return family with { Notes = [.. FamilyNotes.Of(family, scan), .. notes, .. Machine.Read().Notes] };
    }

    private static MemberRole RoleOf(MemberScan member, FamilyScan scan) =>
        member.Parent is not null ? MemberRole.Child
        : scan.Members.Any(other => other.Parent == member) ? MemberRole.Parent
        : scan.Members.Count > 1 ? MemberRole.Orphan
        : MemberRole.Alone;
}
