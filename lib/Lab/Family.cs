using CowNotebooks.Lab.Sentences;

namespace CowNotebooks.Lab;

/// <summary>Processes that were forked from one another and run the same program still: who shares what with whom. See <see cref="Attach"/>.</summary>
/// <param name="Pid">The process that was asked about, one of the members.</param>
/// <param name="Members">All of them, each parent before its children; only the one when it has no family.</param>
/// <param name="Elapsed">How long the reading took.</param>
public sealed record Family(int Pid, IReadOnlyList<Member> Members, TimeSpan Elapsed)
{
    /// <summary>True when frame numbers were shown, which takes CAP_SYS_ADMIN: then sharing is exact.</summary>
    public required bool HasFrameNumbers { get; init; }

    /// <summary>
    /// At most so many pages of RAM the family takes beyond what it would take if nobody had written since the forks: each private page of a member whose parent has that
    /// page too, and once each page that only siblings share.
    /// </summary>
    public required long UnsharedPages { get; init; }

    /// <summary>What a reader must know before trusting the figures. Each is a sentence or two.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Why there is only one member, in a sentence; null when there are more.</summary>
    public string? WhyAlone => Members.Count > 1
        ? null
        : $"Process {Pid} has no family: neither its parent nor a child of it, nor any other process, runs the same program at the same addresses, as a fork does until exec.";

    /// <summary>One of its figures; null when it is not known.</summary>
    public long? this[FamilyFigure figure] => figure.Of(this);

    /// <summary>Pages of hugetlbfs, which RSS and PSS leave out: each page of RAM once, and once for each member.</summary>
    internal (long Once, long ForEach) HugetlbPages { get; init; }

    /// <summary>How many pages of that kind its members have, together.</summary>
    public long Pages(PageShare share) => Members.Sum(member => member.Pages[share]);

    /// <summary>The member of that PID.</summary>
    /// <exception cref="LabUsageException">It is none.</exception>
    public Member Of(int pid) => Members.FirstOrDefault(member => member.Pid == pid)
        ?? throw new LabUsageException($"Process {pid} is not in the family of {Pid}.", $"Its members are {string.Join(", ", Members.Select(member => member.Pid))}.");

    /// <summary>"3 processes use 120.4 MB; without sharing it would be 280.9 MB, and at least 101.2 MB if nothing had been un-shared."</summary>
    public override string ToString() =>
        $"{(Members.Count == 1 ? "1 process uses" : Invariant($"{Members.Count:N0} processes use"))} {Size(FamilyFigures.Ram)}; without sharing it would be {Size(FamilyFigures.RamWithoutSharing)}, and at least {Size(FamilyFigures.RamIfNothingUnshared)} if nothing had been un-shared.";

    private string Size(FamilyFigure figure) => this[figure] is { } bytes ? ByteText.Of(bytes) : "an unknown amount";
}

/// <summary>A figure of a whole family.</summary>
public sealed class FamilyFigure : FigureRow
{
    private readonly Func<Family, long?> _read;

    internal FamilyFigure(string name, string title, Unit unit, string source, Func<Family, long?> read)
        : base(name, title, unit, source) => _read = read;

    /// <summary>The figure; null when it is not known.</summary>
    public long? Of(Family family) => _read(family);

    /// <summary>Why a family lacks it, as a sentence; null when it has it.</summary>
    public string? WhyMissing(Family family) => Of(family) is null ? Missing($"this kernel does not say {Source} of one of the members.") : null;
}

/// <summary>Every figure of a family, once.</summary>
public static class FamilyFigures
{
    /// <summary>The RAM of all members: each page divided by the number of processes that share it, others than members as well.</summary>
    public static FamilyFigure Ram { get; } = new("ramBytes", "RAM used", Unit.Bytes, FigureTable.Pss.Source, family => Sum(family, FigureTable.Pss) + Bytes(family.HugetlbPages.Once));

    /// <summary>What it would be if each had its own copy of all its pages.</summary>
    public static FamilyFigure RamWithoutSharing { get; } =
        new("ramWithoutSharingBytes", "without sharing", Unit.Bytes, FigureTable.Rss.Source, family => Sum(family, FigureTable.Rss) + Bytes(family.HugetlbPages.ForEach));

    /// <summary>
    /// What it would be at least if nobody had written since the forks to a page that was shared: the most that sharing can save. Memory that a member and its
    /// parent both filled at the same address since the fork was never shared, and cannot be told from a copy, so that it may be more.
    /// </summary>
    public static FamilyFigure RamIfNothingUnshared { get; } =
        new("ramIfNothingUnsharedBytes", "if nothing had been un-shared, at least", Unit.Bytes, FigureTable.Pss.Source, family => Ram.Of(family) - Bytes(family.UnsharedPages));

    /// <summary>The difference between these two, in pages.</summary>
    public static FamilyFigure Unshared { get; } = new("unsharedPages", "un-shared pages", Unit.Pages, "pagemap of all members", family => family.UnsharedPages);

    /// <summary>Minor faults that the members took while they were read: their own work, as reading causes none.</summary>
    public static FamilyFigure MinorFaultsMeanwhile { get; } =
        new("minorFaultsMeanwhile", "minor faults meanwhile", Unit.Count, FigureTable.MinorFaults.Source, family => Growth(family, FigureTable.MinorFaults));

    /// <summary>Major faults that the members took while they were read.</summary>
    public static FamilyFigure MajorFaultsMeanwhile { get; } =
        new("majorFaultsMeanwhile", "major faults meanwhile", Unit.Count, FigureTable.MajorFaults.Source, family => Growth(family, FigureTable.MajorFaults));

    /// <summary>How long the reading took.</summary>
    public static FamilyFigure Elapsed { get; } = new("elapsedNanoseconds", "time to read", Unit.Nanoseconds, "the observer's clock", family => (long)family.Elapsed.TotalNanoseconds);

    /// <summary>Every row.</summary>
    public static IReadOnlyList<FamilyFigure> Rows { get; } = [Ram, RamWithoutSharing, RamIfNothingUnshared, Unshared, MinorFaultsMeanwhile, MajorFaultsMeanwhile, Elapsed];

    private static long Bytes(long pages) => pages * Run.PageSize;

    private static long? Sum(Family family, ProcessFigure figure)
    {
        long? sum = 0;
        foreach (var member in family.Members) sum += member.After[figure];
        return sum;
    }

    private static long? Growth(Family family, ProcessFigure figure)
    {
        long? sum = 0;
        foreach (var member in family.Members) sum += member.After[figure] - member.Before[figure];
        return sum;
    }
}
