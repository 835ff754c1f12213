using CowNotebooks.Benchmarks.Rows;

namespace CowNotebooks.Benchmarks.Table;

/// <summary>The rows, in their order in the table.</summary>
internal static class AllRows
{
    private static readonly (string Name, Func<Scale, Task<IReadOnlyList<Line>>> MeasureAsync)[] Rows =
    [
        ("measurement", MeasurementRow.MeasureAsync),
        ("sizing", SizingRow.MeasureAsync),
        ("pages", PagesRow.MeasureAsync),
        ("fork", ForkRow.MeasureAsync),
        ("faults", FaultsRow.MeasureAsync),
        ("experiment", ExperimentRow.MeasureAsync),
        ("start", StartRow.MeasureAsync),
        ("cells", CellsRow.MeasureAsync),
        ("course", CourseRow.MeasureAsync),
    ];

    /// <summary>Measures those rows, or all, and writes each into the document as soon as it is there.</summary>
    /// <param name="names">Their names; none for all of them.</param>
    /// <param name="scale">How much.</param>
    /// <param name="document">Where the table is.</param>
    /// <returns>0, or 2 when there is no row of one of the names.</returns>
    public static async Task<int> MeasureAsync(IReadOnlyList<string> names, Scale scale, Document document)
    {
        string[] order = [.. Rows.Select(row => row.Name)];
        if (names.FirstOrDefault(name => !order.Contains(name)) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no row '{unknown}'. Name one of: {string.Join(", ", order)}.");
            return 2;
        }
        foreach (var (name, measureAsync) in Rows.Where(row => names.Count == 0 || names.Contains(row.Name)))
        {
            Console.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {name}");
            var lines = await measureAsync(scale);
            foreach (var line in lines) Console.WriteLine($"  {line.What}: {line.Ours} | {line.Peer} | {line.Result} | {line.Goal}{(line.IsMet == false ? " | not met" : "")}");
            document.Write(name, order, lines);
        }
        return 0;
    }
}
