namespace CowNotebooks.Lab;

/// <summary>Every figure of a watch, once. Lines, CSV and metrics are loops over these rows.</summary>
public static class WatchFigures
{
    /// <summary>Memory that is the process's alone.</summary>
    public static WatchFigure Uss { get; } = Kernel(FigureTable.Uss, WatchKind.Bytes);

    /// <summary>Each page divided by the number of processes that share it.</summary>
    public static WatchFigure Pss { get; } = Kernel(FigureTable.Pss, WatchKind.Bytes);

    /// <summary>Faults served without disk I/O.</summary>
    public static WatchFigure MinorFaults { get; } = Kernel(FigureTable.MinorFaults, WatchKind.Counter, isShown: false);

    /// <summary>Faults that waited for disk I/O.</summary>
    public static WatchFigure MajorFaults { get; } = Kernel(FigureTable.MajorFaults, WatchKind.Counter, isShown: false);

    /// <summary>Of the anonymous memory, how much others map too.</summary>
    public static WatchFigure Shared { get; } = new(
        "sharedRatio", "shared", WatchKind.Ratio, "shared anonymous memory over all anonymous memory",
        process => process.Now.SharedAnonymous, process => process.Now.Memory.Anonymous);

    /// <summary>What was shared at the first look and has been made private by page faults.</summary>
    public static WatchFigure ErodedBytes { get; } = new(
        "erodedBytes", "eroded", WatchKind.Bytes,
        "anonymous memory that was shared at the first look and that the process has made private by its page faults since: what shared memory has lost, but no more than private memory has gained and faults can have copied; what became private as another process ended is not among it",
        Eroded)
    {
        IsShown = false,
    };

    /// <summary>How much of what was shared at the first look has been made private by page faults.</summary>
    public static WatchFigure Erosion { get; } = new(
        "erodedRatio", "eroded", WatchKind.Ratio, "how much of the anonymous memory that was shared at the first look it has made private",
        Eroded, process => process.First.SharedAnonymous);

    /// <summary>Every row, in the order of columns.</summary>
    public static IReadOnlyList<WatchFigure> Rows { get; } =
    [
        Uss, Pss, Kernel(FigureTable.Rss, WatchKind.Bytes, addsUp: false), Kernel(FigureTable.Swap, WatchKind.Bytes, addsUp: false),
        MinorFaults, MajorFaults,
        PerSecond("minorFaultsPerSecond", "min/s", "minor faults a second since the last look", FigureTable.MinorFaults),
        PerSecond("majorFaultsPerSecond", "maj/s", "major faults a second since the last look", FigureTable.MajorFaults),
        new("anonymousBytes", "anonymous", WatchKind.Bytes, "memory that belongs to no file, which a fork shares until one side writes", process => process.Now.Memory.Anonymous)
        {
            AddsUp = false,
            IsShown = false,
        },
        new("sharedAnonymousBytes", "shared", WatchKind.Bytes,
            "anonymous memory that others map too: the smaller of Shared_Dirty, and Anonymous less Private_Dirty", process => process.Now.SharedAnonymous)
        {
            AddsUp = false,
            IsShown = false,
        },
        Shared, ErodedBytes, Erosion,
    ];

    private static WatchFigure Kernel(ProcessFigure figure, WatchKind kind, bool addsUp = true, bool isShown = true) =>
        new(figure.Name, figure.Title, kind, figure.Source, process => process.Now[figure]) { AddsUp = addsUp, IsShown = isShown };

    private static WatchFigure PerSecond(string name, string title, string says, ProcessFigure figure) => new(name, title, WatchKind.Rate, says, process =>
        process.Now.At > process.Previous.At ? (process.Now[figure] - process.Previous[figure]) / (process.Now.At - process.Previous.At).TotalSeconds : null);

    private static double? Eroded(WatchedProcess process)
    {
        var (first, now) = (process.First, process.Now);
        var faults = now.Stat.MinorFaults + now.Stat.MajorFaults - first.Stat.MinorFaults - first.Stat.MajorFaults;
        return first.SharedAnonymous - now.SharedAnonymous is { } lost && now.PrivateAnonymous - first.PrivateAnonymous is { } gained
            ? Math.Max(0, Math.Min(Math.Min(lost, gained), faults * Environment.SystemPageSize))
            : null;
    }
}
