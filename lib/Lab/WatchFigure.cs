namespace CowNotebooks.Lab;

/// <summary>What kind of number a figure is: how it is summed, shown and exported.</summary>
public enum WatchKind
{
    /// <summary>Bytes, now.</summary>
    Bytes,

    /// <summary>Events since the process started.</summary>
    Counter,

    /// <summary>Events a second, since the last look.</summary>
    Rate,

    /// <summary>A share between 0 and 1.</summary>
    Ratio,
}

/// <summary>A row of <see cref="WatchFigures"/>.</summary>
public sealed class WatchFigure
{
    private readonly Func<WatchedProcess, double?> _part;
    private readonly Func<WatchedProcess, double?>? _whole;

    internal WatchFigure(string name, string title, WatchKind kind, string says, Func<WatchedProcess, double?> part, Func<WatchedProcess, double?>? whole = null) =>
        (Name, Title, Kind, Says, _part, _whole) = (name, title, kind, says, part, whole);

    /// <summary>The column in CSV, and the base of its metric: "ussBytes".</summary>
    public string Name { get; }

    /// <summary>The head of its column for people: "USS".</summary>
    public string Title { get; }

    /// <summary>What kind of number.</summary>
    public WatchKind Kind { get; }

    /// <summary>What it is, in a sentence.</summary>
    public string Says { get; }

    /// <summary>False when adding it up would count shared pages more than once.</summary>
    public bool AddsUp { get; internal init; } = true;

    /// <summary>True when it has a column for people.</summary>
    public bool IsShown { get; internal init; } = true;

    /// <summary>The figure over all of these: the sum, or for a share the sum of the parts by the sum of the wholes. Null when one of them lacks it.</summary>
    public double? Of(IReadOnlyCollection<WatchedProcess> processes)
    {
        if (processes.Count > 1 && !AddsUp) return null;
        var part = Sum(processes, _part);
        return _whole is null ? part : Sum(processes, _whole) is > 0 and var whole ? part / whole : null;
    }

    private static double? Sum(IReadOnlyCollection<WatchedProcess> processes, Func<WatchedProcess, double?> figure) =>
        processes.Aggregate((double?)0, (sum, process) => sum + figure(process));
}
