namespace CowNotebooks.Lab;

/// <summary>What a figure counts, and how a person reads it.</summary>
/// <param name="Symbol">What people see behind it: "kB"; empty for a plain count.</param>
/// <param name="Scale">How many of what is kept make one of those.</param>
public sealed record Unit(string Symbol, long Scale)
{
    /// <summary>Bytes; a person reads kB of 1,024.</summary>
    public static Unit Bytes { get; } = new("kB", 1024);

    /// <summary>Pages of <see cref="Run.PageSize"/> bytes; the titles say so.</summary>
    public static Unit Pages { get; } = new("", 1);

    /// <summary>A number of events.</summary>
    public static Unit Count { get; } = new("", 1);

    /// <summary>Nanoseconds; a person reads microseconds.</summary>
    public static Unit Nanoseconds { get; } = new("µs", 1000);
}

/// <summary>A row of <see cref="FigureTable"/>: one figure, whose it may be. A figure that could not be had is null, with the reason in a sentence.</summary>
public abstract class FigureRow
{
    private protected FigureRow(string name, string title, Unit unit, string source) => (Name, Title, Unit, Source) = (name, title, unit, source);

    /// <summary>The key in JSON, and in CSV what its columns are called by: "ussBytes".</summary>
    public string Name { get; }

    /// <summary>What people see: "USS".</summary>
    public string Title { get; }

    /// <summary>What it counts.</summary>
    public Unit Unit { get; }

    /// <summary>The field and the file of the kernel that it comes from, or who else says it: "Pss of smaps_rollup".</summary>
    public string Source { get; }

    /// <summary>Title and unit, as the head of a column has them: "USS kB".</summary>
    public string Heading => $"{Title} {Unit.Symbol}".TrimEnd();

    /// <summary>The figure in the unit that a person reads; null stays null.</summary>
    public long? Shown(long? figure) => figure / Unit.Scale;

    /// <summary>Why it is missing, as a sentence.</summary>
    private protected string Missing(string why) => $"No {Title}: {why}";
}
