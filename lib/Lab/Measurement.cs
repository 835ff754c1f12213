using CowNotebooks.Forking;

namespace CowNotebooks.Lab;

/// <summary>What the kernel says of one process at one moment, while it waits: a value for each <see cref="ProcessFigure"/>. Sizes are bytes.</summary>
public sealed class Measurement
{
    private readonly IReadOnlyDictionary<string, long?> _figures;

    /// <summary>What was read.</summary>
    /// <param name="pid">Which process; 0 in a recording, where it is no longer known.</param>
    /// <param name="figures">A value for each figure that was asked for; null when the kernel does not provide it.</param>
    public Measurement(int pid, IEnumerable<(ProcessFigure Figure, long? Value)> figures) =>
        (Pid, _figures) = (pid, figures.ToDictionary(pair => pair.Figure.Name, pair => pair.Value));

    /// <summary>Which process; 0 in a recording.</summary>
    public int Pid { get; }

    /// <summary>One of the figures; null when it is not known: <see cref="ProcessFigure.WhyMissing"/>.</summary>
    public long? this[ProcessFigure figure] => _figures.GetValueOrDefault(figure.Name);

    /// <summary>Memory that only this process uses.</summary>
    public long UssBytes => Needed(FigureTable.Uss);

    /// <summary>Each page divided by the number of processes that share it.</summary>
    public long PssBytes => Needed(FigureTable.Pss);

    /// <summary>The part of PSS that is pages of files, in bytes, which other programs on the machine change; null before Linux 5.3 and in a recording.</summary>
    public long? PssOfFilesBytes => this[FigureTable.PssOfFiles];

    /// <summary>All that is resident, in bytes.</summary>
    public long RssBytes => Needed(FigureTable.Rss);

    /// <summary>Faults served without disk I/O since the process started.</summary>
    public long MinorFaults => Needed(FigureTable.MinorFaults);

    /// <summary>Faults that waited for disk I/O.</summary>
    public long MajorFaults => Needed(FigureTable.MajorFaults);

    /// <summary>False when the kernel was not asked for it, as in a recording older than the figure.</summary>
    internal bool Asked(ProcessFigure figure) => _figures.ContainsKey(figure.Name);

    private long Needed(ProcessFigure figure) => this[figure] ?? throw new LabUsageException(figure.WhyMissing(this)!, "Nothing can be measured without it: use a Linux that has it.");
}

/// <summary>Child and parent at the same moment, both waiting.</summary>
/// <param name="parent">The parent.</param>
/// <param name="child">The child; null when the parent runs a cell and has none.</param>
public sealed class Snapshot(Measurement parent, Measurement? child)
{
    /// <summary>The parent.</summary>
    public Measurement Parent { get; } = parent;

    /// <summary>The child.</summary>
    /// <exception cref="InvalidOperationException">There was none: the parent ran a cell before it forked.</exception>
    public Measurement Child => child ?? throw new InvalidOperationException("There was no child at that moment. Fork one before you run the cell.");

    /// <summary>True when there was a child.</summary>
    public bool HasChild => child is not null;

    /// <summary>One of them.</summary>
    public Measurement Of(Role role) => role == Role.Child ? Child : Parent;
}
