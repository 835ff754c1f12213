using CowNotebooks.Show.Drawing;
using Microsoft.Data.Analysis;

namespace CowNotebooks.Show;

public sealed partial class Table
{
    private const int MostFrameRows = 1000;

    /// <summary>The rows of a data frame, the first 1,000 at most; figures stand at the right, whole ones with thousands separators. A null is a dash.</summary>
    /// <param name="frame">The data frame.</param>
    public static Table Rows(DataFrame frame)
    {
        var rows = frame.Rows.Count;
        return new Table(
            $"{(rows > MostFrameRows ? $"The first {Figures.Count(MostFrameRows)} of " : "")}{Figures.Count(rows)} {(rows == 1 ? "row" : "rows")}",
            [.. frame.Columns.Select(column => new Column(column.Name, column.IsNumericColumn()))],
            frame.Rows.Take(MostFrameRows).Select(string[] (row) => [.. row.Select(Shown)]),
            []);
    }

    private static string Shown(object? value) => value switch
    {
        null => Figures.Missing,
        sbyte or byte or short or ushort or int or uint or long => Figures.Count(Convert.ToInt64(value)),
        _ => value.ToString() ?? "",
    };
}
