namespace CowNotebooks.Lab.Attaching;

/// <summary>What a reader must know before trusting the figures of a family.</summary>
internal static class FamilyNotes
{
    public static IEnumerable<string> Of(Family family, bool knowsZeroPages)
    {
        foreach (var member in family.Members.Where(member => member.Agrees == false))
        {
            var figures = $"USS was {member.Before[FigureTable.Uss]:N0} bytes before and {member.After[FigureTable.Uss]:N0} after, and its private pages are {member.PrivateBytes:N0} bytes.";
            yield return !family.HasFrameNumbers && member.After[FigureTable.AnonHugePages] > 0
                ? $"Process {member.Pid} has huge pages, of which the kernel tells this user only as wholes whether they are shared, or it changed while it was read: {figures} Run as root to tell."
                : $"Process {member.Pid} changed while it was read: {figures}";
        }

        foreach (var refused in family.Members.Where(member => member is { ParentPid: not null, WhyNotCompared.Length: > 0, Pages.Unshared: > 0 }).GroupBy(member => member.WhyNotCompared))
            yield return $"Private pages of {Pids(refused)} were not compared with the parent's: {refused.Key}";
        foreach (var member in family.Members.Where(member => member.LeftByOthers > 0))
            yield return $"At least {member.LeftByOthers:N0} of the {member.Pages.Unshared:N0} pages that process {member.Pid} has beside its parent's were un-shared by others: it took only {member.After.MinorFaults + member.After.MajorFaults:N0} faults since it was forked.";
        foreach (var orphans in family.Members.Where(member => member.Role == MemberRole.Orphan).GroupBy(_ => true))
            yield return $"The process that forked {Pids(orphans)} has ended or begun another program: what it shared with them cannot be told.";
        // In a pair there is no sibling.
        if (!family.HasFrameNumbers && family.Members.Count > 2)
            yield return "Frame numbers are hidden from this user: a page that a member shares with a sibling only may be counted as shared with the parent. Run as root, with CAP_SYS_ADMIN.";
        if (!knowsZeroPages)
            yield return "This kernel does not tell zero pages (PAGEMAP_SCAN does, since Linux 6.7): they are counted as shared pages.";
        if (family.Members.Any(member => member.Pages[PageShare.Swapped] > 0))
            yield return "Pages on swap are in no figure of RAM, and not compared.";
        if (family.HugetlbPages.Once > 0)
            yield return "Pages of hugetlbfs are in USS and in the sums of RAM here, but not in the kernel's RSS and PSS.";
        foreach (var figure in FamilyFigures.Rows)
            if (figure.WhyMissing(family) is { } why) yield return why;
        foreach (var why in MemberFigures.Rows.Where(figure => figure.Share is null).SelectMany(figure => family.Members.Where(member => member.ParentPid is not null).Select(figure.WhyMissing)).OfType<string>().Distinct())
            yield return why;
    }

    private static string Pids(IEnumerable<Member> members) => string.Join(", ", members.Select(member => $"process {member.Pid}"));
}
