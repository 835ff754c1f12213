namespace CowNotebooks.Lab.Attaching;

/// <summary>What a reader must know before trusting the figures of a family.</summary>
internal static class FamilyNotes
{
    public static IEnumerable<string> Of(Family family, FamilyScan scan)
    {
        if (scan.Ended.Count > 0)
            yield return $"{(scan.Ended.Count == 1 ? "1 process" : Invariant($"{scan.Ended.Count:N0} processes"))} ended or began another program meanwhile, and {(scan.Ended.Count == 1 ? "is" : "are")} left out: {string.Join(", ", scan.Ended.Order())}.";
        // Of a parent the pages are counted with its children.
        if (family.Members.Where(member => member.ParentPid is not null).Sum(member => member.Pages.Unshared) is > 0 and var beside)
            yield return Invariant(
                $"Up to {beside:N0} private pages that a parent has too were perhaps never shared: what both filled at the same address since the fork cannot be told from copies. So \"{FamilyFigures.RamIfNothingUnshared.Title}\".");
        if (!family.HasFrameNumbers && scan.Members.Any(member => member.HasMerged))
            yield return "KSM has merged pages, which without frame numbers count as if each were there: what would be if nothing had been un-shared may be far too low. Run as root, with CAP_SYS_ADMIN.";
        foreach (var member in family.Members.Where(member => member.Agrees == false))
        {
            var figures = Invariant(
                $"USS was {member.Before[FigureTable.Uss]:N0} bytes before and {member.After[FigureTable.Uss]:N0} after, and its private pages are {member.PrivateBytes:N0} bytes.");
            yield return !family.HasFrameNumbers && member.After[FigureTable.AnonHugePages] > 0
                ? $"Process {member.Pid} has huge pages, of which the kernel tells this user only as wholes whether they are shared, or it changed while it was read: {figures} Run as root to tell."
                : member.Before[FigureTable.Uss] == member.After[FigureTable.Uss] && member.Before[FigureTable.MinorFaults] == member.After[FigureTable.MinorFaults]
                ? $"The page map of process {member.Pid} does not make up what the kernel counts, or what it shares changed while it was read: {figures}"
                : $"Process {member.Pid} changed while it was read: {figures}";
        }

        foreach (var refused in family.Members.Where(member => member is { ParentPid: not null, WhyNotCompared.Length: > 0, Pages.Unshared: > 0 }).GroupBy(member => member.WhyNotCompared))
            yield return $"Private pages of {Pids(refused)} were not compared with the parent's: {refused.Key}";
        foreach (var member in family.Members.Where(member => member.LeftByOthers > 0))
            yield return Invariant(
                $"At least {member.LeftByOthers:N0} of the {member.Pages.Unshared:N0} pages that process {member.Pid} has beside its parent's were un-shared by others: it took only {member.After.MinorFaults + member.After.MajorFaults:N0} faults since it was forked.");
        foreach (var orphans in family.Members.Where(member => member.Role == MemberRole.Orphan).GroupBy(_ => true))
            yield return $"The process that forked {Pids(orphans)} has ended or begun another program: what it shared with them cannot be told.";
        // In a pair there is no sibling.
        if (!family.HasFrameNumbers && family.Members.Count > 2)
            yield return "Frame numbers are hidden from this user: a page that a member shares with a sibling only may be counted as shared with the parent. Run as root, with CAP_SYS_ADMIN.";
        if (!scan.Members.All(member => member.KnowsZeroPages))
            yield return "This kernel does not tell zero pages (PAGEMAP_SCAN does, since Linux 6.7): they are counted as shared pages.";
        if (family.Members.Any(member => member.Pages[PageShare.Swapped] > 0))
            yield return "Pages on swap are in no figure of RAM, and not compared.";
        if (family.HugetlbPages.Once > 0)
            yield return "Pages of hugetlbfs are in USS and in the sums of RAM here, but not in the kernel's RSS and PSS, nor in the USS of cow ps, which has a column for them.";
        foreach (var figure in FamilyFigures.Rows)
            if (figure.WhyMissing(family) is { } why) yield return why;
        foreach (var why in MemberFigures.Rows.Where(figure => figure.Share is null)
            .SelectMany(figure => family.Members.Where(member => member.ParentPid is not null).Select(figure.WhyMissing)).OfType<string>().Distinct())
            yield return why;
    }

    private static string Pids(IEnumerable<Member> members) => string.Join(", ", members.Select(member => $"process {member.Pid}"));
}
