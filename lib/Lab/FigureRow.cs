namespace CowNotebooks.Lab;

/// <summary>The unit of a figure, and how a person reads it.</summary>
/// <param name="Symbol">Shown after the figure: "kB"; empty for a plain count.</param>
/// <param name="Scale">How many stored units make one shown unit.</param>
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

/// <summary>A row of <see cref="FigureTable"/>: one figure. A figure that could not be read is null, with the reason in a sentence.</summary>
public abstract class FigureRow
{
    private protected FigureRow(string name, string title, Unit unit, string source) => (Name, Title, Unit, Source) = (name, title, unit, source);

    /// <summary>The key in JSON, and the base of its column names in CSV: "ussBytes".</summary>
    public string Name { get; }

    /// <summary>The name shown to people: "USS".</summary>
    public string Title { get; }

    /// <summary>Its unit.</summary>
    public Unit Unit { get; }

    /// <summary>Where it comes from, for a kernel figure the field and the file: "Pss of smaps_rollup".</summary>
    public string Source { get; }

    /// <summary>Title and unit, for the head of a column: "USS kB".</summary>
    public string Heading => $"{Title} {Unit.Symbol}".TrimEnd();

    /// <summary>The figure, rounded down, in the unit that a person reads; null stays null.</summary>
    public long? Shown(long? figure) => figure / Unit.Scale;

    /// <summary>Why it is missing, as a sentence.</summary>
    private protected string Missing(string why) => $"No {Title}: {why}";
}
