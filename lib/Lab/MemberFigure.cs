namespace CowNotebooks.Lab;

/// <summary>A figure of a member of a family.</summary>
public sealed class MemberFigure : FigureRow
{
    private readonly Func<Member, long?> _read;
    private readonly Func<Member, string?> _why;

    internal MemberFigure(string name, string title, Unit unit, string source, Func<Member, long?> read, Func<Member, string?> why)
        : base(name, title, unit, source) => (_read, _why) = (read, why);

    /// <summary>The kinds of pages that it counts; null for a figure of the kernel.</summary>
    public PageShare? Share { get; internal init; }

    /// <summary>The figure of a member; null when it is not known.</summary>
    public long? Of(Member member) => _read(member);

    /// <summary>Why a member lacks it, as a sentence; null when it has it.</summary>
    public string? WhyMissing(Member member) => Of(member) is null && _why(member) is { } why ? Missing(why) : null;
}

/// <summary>
/// Every figure of a member of a family, once: text, JSON and table are loops over these rows. Page counts are of pages in RAM, <see cref="Run.PageSize"/> bytes
/// each, but for those on swap.
/// </summary>
public static class MemberFigures
{
    /// <summary>Memory that is the member's alone.</summary>
    public static MemberFigure Uss { get; } = Kernels(FigureTable.Uss);

    /// <summary>Each page divided by the number of processes that share it.</summary>
    public static MemberFigure Pss { get; } = Kernels(FigureTable.Pss);

    /// <summary>All that is resident.</summary>
    public static MemberFigure Rss { get; } = Kernels(FigureTable.Rss);

    /// <summary>Minor faults since the member was forked.</summary>
    public static MemberFigure MinorFaults { get; } = Kernels(FigureTable.MinorFaults);

    /// <summary>Major faults since the member was forked.</summary>
    public static MemberFigure MajorFaults { get; } = Kernels(FigureTable.MajorFaults);

    /// <summary><see cref="PageShare.SharedWithParent"/>.</summary>
    public static MemberFigure SharedWithParent { get; } =
        Pages("sharedWithParentPages", "shared with the parent", "pagemap of both: equal frames, or neither exclusive", PageShare.SharedWithParent, NeedsParent);

    /// <summary><see cref="PageShare.SharedWithOthers"/>.</summary>
    public static MemberFigure SharedWithOthers { get; } =
        Pages("sharedWithOthersPages", "shared with others", "pagemap: not exclusive, and none of the parent's", PageShare.SharedWithOthers, _ => null);

    /// <summary><see cref="PageShare.Identical"/>.</summary>
    public static MemberFigure PrivateIdentical { get; } = Pages("privateIdenticalPages", "private, identical", "mem of both, compared", PageShare.Identical, NeedsBytes);

    /// <summary><see cref="PageShare.Different"/>.</summary>
    public static MemberFigure PrivateDifferent { get; } = Pages("privateDifferentPages", "private, different", "mem of both, compared", PageShare.Different, NeedsBytes);

    /// <summary><see cref="PageShare.New"/>.</summary>
    public static MemberFigure New { get; } = Pages("newPages", "new", "pagemap: exclusive, and the parent has none there", PageShare.New, NeedsParent);

    /// <summary><see cref="PageShare.Swapped"/>.</summary>
    public static MemberFigure Swapped { get; } = Pages("swappedPages", "swapped", "pagemap, bit 62", PageShare.Swapped, _ => null);

    /// <summary><see cref="PageShare.Uncompared"/>.</summary>
    public static MemberFigure PrivateUncompared { get; } = Pages("privateUncomparedPages", "private, not compared", "pagemap: exclusive", PageShare.Uncompared, _ => null);

    /// <summary><see cref="PageShare.File"/>.</summary>
    public static MemberFigure PrivateFile { get; } = Pages("privateFilePages", "of files, nobody else's", "pagemap, bits 56 and 61", PageShare.File, _ => null);

    /// <summary><see cref="PageShare.Zero"/>.</summary>
    public static MemberFigure Zero { get; } = Pages("zeroPages", "zero page", "PAGEMAP_SCAN of pagemap", PageShare.Zero, _ => null);

    /// <summary>The figures that count pages: a page in RAM or on swap is in exactly one of them.</summary>
    public static IReadOnlyList<MemberFigure> OfPages { get; } =
        [SharedWithParent, SharedWithOthers, PrivateIdentical, PrivateDifferent, New, Swapped, PrivateUncompared, PrivateFile, Zero];

    /// <summary>All that are the member's alone, which make up its USS.</summary>
    public static MemberFigure Private { get; } = new("privatePages", "private", Unit.Pages, "pagemap, bit 56", member => member.Pages.Private, _ => null);

    /// <summary>Private pages that others left to it.</summary>
    public static MemberFigure LeftByOthers { get; } = new(
        "leftByOthersPages", "private by what others did, at least", Unit.Pages, "private pages that the parent has too, less the member's own faults", member => member.LeftByOthers, NeedsParent);

    /// <summary>Every row.</summary>
    public static IReadOnlyList<MemberFigure> Rows { get; } =
    [
        .. FigureTable.OfProcess.Select(figure => new[] { Uss, Pss, Rss, MinorFaults, MajorFaults }.FirstOrDefault(one => one.Name == figure.Name) ?? Kernels(figure)),
        .. OfPages, Private, LeftByOthers,
    ];

    /// <summary>The word for a role, as JSON and text have it: "parent".</summary>
    public static string RoleName(MemberRole role) => role.ToString().ToLowerInvariant();

    private static MemberFigure Kernels(ProcessFigure figure) => new(figure.Name, figure.Title, figure.Unit, figure.Source, member => member.After[figure], member => figure.WhyMissing(member.After));

    private static MemberFigure Pages(string name, string title, string source, PageShare share, Func<Member, string?> why) =>
        new(name, title, Unit.Pages, source, member => why(member) is null ? member.Pages[share] : null, why) { Share = share };

    private static string? NeedsParent(Member member) => member.ParentPid is null ? "it has no parent in the family." : null;

    private static string? NeedsBytes(Member member) => member.WhyNotCompared.Length > 0 ? member.WhyNotCompared : null;
}
