using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>What a process is in its family.</summary>
public enum MemberRole
{
    /// <summary>Children of it are in the family, its own parent is not.</summary>
    Parent,

    /// <summary>Its parent is in the family; children of its own may be as well.</summary>
    Child,

    /// <summary>It was forked from the same program as the others, and the process that forked it has ended or begun another program.</summary>
    Orphan,

    /// <summary>It is the only one.</summary>
    Alone,
}

/// <summary>One process of a family. The figures are those of <see cref="MemberFigures"/>.</summary>
/// <param name="Pid">Its PID.</param>
/// <param name="ParentPid">The PID of its parent in the family; null when that has none.</param>
/// <param name="Role">What it is in the family.</param>
/// <param name="Depth">How far below the first of its line: 0 for a parent, 1 for its children.</param>
/// <param name="Name">The name of the program, which the process may have changed, in the form of <see cref="Printable"/>.</param>
/// <param name="CommandLine">The arguments with spaces between, in that form too; the process may have changed them.</param>
public sealed record Member(int Pid, int? ParentPid, MemberRole Role, int Depth, string Name, string CommandLine)
{
    private readonly IReadOnlyList<MemberMapping> _byMapping = [];
    private readonly IReadOnlyList<(MappingKind Kind, PageCounts Pages)> _byKind = [];

    /// <summary>The kernel's figures before the pages were read.</summary>
    public required Measurement Before { get; init; }

    /// <summary>The kernel's figures after the pages were read.</summary>
    public required Measurement After { get; init; }

    /// <summary>The mappings that have pages, in the order of addresses.</summary>
    public required IReadOnlyList<MemberMapping> ByMapping
    {
        get => _byMapping;
        init
        {
            _byMapping = value;
            ByKind = [.. value.GroupBy(mapping => mapping.Kind, mapping => mapping.Pages).OrderBy(group => group.Key).Select(group => (group.Key, Sum(group)))];
        }
    }

    /// <summary>The same by kind of mapping; kinds without pages are left out.</summary>
    public IReadOnlyList<(MappingKind Kind, PageCounts Pages)> ByKind
    {
        get => _byKind;
        internal init
        {
            _byKind = value;
            Pages = Sum(value.Select(one => one.Pages));
        }
    }

    /// <summary>All its pages.</summary>
    public PageCounts Pages { get; private init; } = PageCounts.None;

    /// <summary>Its anonymous pages in the order of addresses, in at most 400 parts: what a page strip draws.</summary>
    public required IReadOnlyList<PagePart> Outline { get; init; }

    /// <summary>Why its private pages were not compared with its parent's, in a sentence or two; empty when they were.</summary>
    public required string WhyNotCompared { get; init; }

    /// <summary>One of its figures; null when it is not known: <see cref="MemberFigure.WhyMissing"/>.</summary>
    public long? this[MemberFigure figure] => figure.Of(this);

    /// <summary>
    /// Whether the pages that are its alone make up its USS, exactly. False when it ran meanwhile, or where the kernel only estimates
    /// (CONFIG_NO_PAGE_MAPCOUNT); null when the kernel does not say USS.
    /// </summary>
    public bool? Agrees => Before[FigureTable.Uss] is { } before && After[FigureTable.Uss] is { } after
        ? Math.Min(before, after) <= PrivateBytes && PrivateBytes <= Math.Max(before, after)
        : null;

    /// <summary>
    /// At least so many of its private pages became private by what others did: the parent copied its own page or released it, or siblings did theirs. A process
    /// takes a fault for each page that it copies, so those beyond its faults since the fork are none of its copies. Null without a parent in the family.
    /// </summary>
    public long? LeftByOthers => ParentPid is null ? null : Math.Max(0, CopiedSingly - After[FigureTable.MinorFaults].GetValueOrDefault() - After[FigureTable.MajorFaults].GetValueOrDefault());

    internal long PrivateBytes => Pages.Private * Run.PageSize;

    // A fault copies 512 pages at once in hugetlbfs.
    private long CopiedSingly => ByKind.Where(one => one.Kind != MappingKind.Hugetlb).Sum(one => one.Pages.Unshared);

    /// <summary>"4712 child: 1,234 pages shared with the parent, 56 identical, 7 different, 8 new".</summary>
    public override string ToString() =>
        $"{Pid} {MemberFigures.RoleName(Role)}: {string.Join(", ", MemberFigures.OfPages.Where(figure => this[figure] is > 0).Select(figure => Invariant($"{this[figure]:N0} {figure.Title}")))}";

    private static PageCounts Sum(IEnumerable<PageCounts> counts) => counts.Aggregate(PageCounts.None, (sum, one) => sum.Plus(one));
}
