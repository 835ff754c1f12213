using CowNotebooks.Forking;

namespace CowNotebooks.Lab;

/// <summary>
/// Every figure, once: its name, its unit, its source and how it is read. JSON, CSV, tables, frames and recordings are loops over
/// these rows. To add one, add a row at the end of <see cref="Later"/>.
/// </summary>
public static class FigureTable
{
    /// <summary>Memory that is a process's alone.</summary>
    public static ProcessFigure Uss { get; } =
        new("ussBytes", "USS", Unit.Bytes, "Private_Clean + Private_Dirty + Private_Hugetlb of smaps_rollup", "2.6.14", files => files.Rollup.Uss);

    /// <summary>Each page divided by the number of processes that share it.</summary>
    public static ProcessFigure Pss { get; } = new("pssBytes", "PSS", Unit.Bytes, "Pss of smaps_rollup", "2.6.25", files => files.Rollup.Pss) { InReports = [Role.Child] };

    /// <summary>All that is resident.</summary>
    public static ProcessFigure Rss { get; } = new("rssBytes", "RSS", Unit.Bytes, "Rss of smaps_rollup", "2.6.14", files => files.Rollup.Rss) { InReports = [Role.Child] };

    /// <summary>What is swapped out.</summary>
    public static ProcessFigure Swap { get; } = new("swapBytes", "Swap", Unit.Bytes, "Swap of smaps_rollup", "2.6.26", files => files.Rollup.Swap) { InReports = [] };

    /// <summary>Faults served without disk I/O since the process started.</summary>
    public static ProcessFigure MinorFaults { get; } = new("minorFaults", "min_flt", Unit.Count, "minflt, field 10 of stat", "1.0", files => files.Stat.MinorFaults) { InReports = [] };

    /// <summary>Faults that waited for disk I/O.</summary>
    public static ProcessFigure MajorFaults { get; } = new("majorFaults", "maj_flt", Unit.Count, "majflt, field 12 of stat", "1.0", files => files.Stat.MajorFaults) { InReports = [] };

    /// <summary>Memory in transparent huge pages: one write into one of these splits it.</summary>
    public static ProcessFigure AnonHugePages { get; } =
        new("anonHugePagesBytes", "huge pages", Unit.Bytes, "AnonHugePages of smaps_rollup", "2.6.38", files => files.Rollup.AnonHugePages);

    /// <summary>Copied by fork() itself, and not part of USS or PSS.</summary>
    public static ProcessFigure PageTables { get; } = new("pageTableBytes", "page tables", Unit.Bytes, "VmPTE of status", "2.6.10", files => files.Status.VmPTE);

    /// <summary>Pages predicted to be copied.</summary>
    public static ReportFigure Predicted { get; } =
        new("predictedPages", "predicted pages", Unit.Pages, "addresses of the words that will be written", report => report.Run.Predicted)
        {
            IsKept = true,
            Why = report => report.Run.Prediction.Why,
        };

    /// <summary>Pages of which a private copy was made.</summary>
    public static ReportFigure Copied { get; } = new("copiedPages", "copied pages", Unit.Pages, "pagemap, before and after", report => report.Run.Copied?.Count)
    {
        IsKept = true,
        Why = report => report.Run.PageMap.Why,
    };

    /// <summary>Copied pages in which not one byte differs.</summary>
    public static ReportFigure Identical { get; } = new("identicalPages", "identical pages", Unit.Pages, "mem of both processes, compared", report => report.Run.Identical)
    {
        IsKept = true,
        Why = report => report.Run.Comparison.Why,
    };

    /// <summary>
    /// The part of PSS that is pages of files. It is in no table: other programs on the machine that map the same files change it, and PSS with it, so whoever compares
    /// two readings of PSS takes it off both.
    /// </summary>
    public static ProcessFigure PssOfFiles { get; } = new("pssFileBytes", "PSS of files", Unit.Bytes, "Pss_File of smaps_rollup", "5.3", files => files.Rollup.PssFile);

    private static ReportFigure NoopUssGrowth { get; } =
        new("noopUssGrowthPages", "USS growth in pages of doing nothing", Unit.Pages, Uss.Source, report => report.Noop?.UssGrowthPages) { Why = WhyNoBaseline };

    private static ReportFigure NoopMinorFaults { get; } =
        new("noopMinorFaults", "minor faults of doing nothing", Unit.Count, MinorFaults.Source, report => report.Noop?.MinorFaultGrowth) { Why = WhyNoBaseline };

    /// <summary>
    /// The rows with a fixed place among keys and columns: figures of the heap, then of the processes, then of the run.
    /// </summary>
    public static IReadOnlyList<FigureRow> First { get; } =
    [
        new ReportFigure("deepSizeBytes", "deep size", Unit.Bytes, "the runtime's own count, in a scout", report => report.DeepSizeBytes)
        {
            IsOfHeap = true,
            Why = report => report.Heap.Code is null ? "this runtime does not say how big its objects are." : "no variable was named to be sized.",
        },
        Uss, Pss, Rss, Swap, MinorFaults, MajorFaults,
        Predicted, Copied, Identical,
        new ReportFigure("ussGrowthPages", "USS growth in pages", Unit.Pages, Uss.Source, report => report.UssGrowthPages) { Baseline = NoopUssGrowth },
        new ReportFigure("minorFaultGrowth", "minor faults", Unit.Count, MinorFaults.Source, report => report.MinorFaultGrowth) { Baseline = NoopMinorFaults },
        NoopUssGrowth, NoopMinorFaults,
    ];

    /// <summary>Later additions: their keys and columns follow all others, in the order of addition.</summary>
    public static IReadOnlyList<FigureRow> Later { get; } =
    [
        PageTables,
        AnonHugePages,
        new ReportFigure("forkNanoseconds", "fork time", Unit.Nanoseconds, "the parent's clock, around fork()", report => report.ForkTime.Value?.Nanoseconds)
        {
            IsKept = true,
            Why = report => report.ForkTime.Why,
        },
        // What a fork shares until one side writes: an upper bound of what the child can copy of it. RSS counts pages of files besides.
        new ProcessFigure("anonymousBytes", "anonymous memory", Unit.Bytes, "Anonymous of smaps_rollup", "2.6.34", files => files.Rollup.Anonymous),
    ];

    /// <summary>Every row.</summary>
    public static IReadOnlyList<FigureRow> Rows { get; } = [.. First, .. Later];

    /// <summary>The figures of a process at a moment.</summary>
    public static IReadOnlyList<ProcessFigure> OfProcess { get; } = [.. Rows.OfType<ProcessFigure>()];

    /// <summary>The figures of an experiment.</summary>
    public static IReadOnlyList<ReportFigure> OfReport { get; } = [.. Rows.OfType<ReportFigure>()];

    /// <summary>The columns of a measurement on the growth curve, one for each figure of child and parent: "childUss". A figure that is not known is null.</summary>
    public static IReadOnlyList<(string Name, Func<Snapshot, long?> Figure)> PointColumns { get; } =
    [
        .. First.OfType<ProcessFigure>().Select(figure => PointColumn(figure, Role.Child)),
        .. First.OfType<ProcessFigure>().Select(figure => PointColumn(figure, Role.Parent)),
        .. Later.OfType<ProcessFigure>().SelectMany(figure => new[] { PointColumn(figure, Role.Child), PointColumn(figure, Role.Parent) }),
    ];

    private static (string Name, Func<Snapshot, long?> Figure) PointColumn(ProcessFigure figure, Role role) =>
        (figure.Column(role), snapshot => role == Role.Child && !snapshot.HasChild ? null : snapshot.Of(role)[figure]);

    private static string WhyNoBaseline(Report report) => report.Recorded is null ? "the child that does nothing did not finish." : "it was not recorded.";
}
