using System.Globalization;
using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;
using CowNotebooks.Show.Loading;

namespace CowNotebooks.Show;

/// <content>Somebody else's figures beside ours.</content>
public sealed partial class Table
{
    private const string Before = "before", After = "after", Growth = "growth";

    /// <summary>Published figures beside those of an experiment, a row for each figure: what they found, what was measured here, and why that differs.</summary>
    /// <param name="name">Whose figures they are: "the post".</param>
    /// <param name="path">
    /// A file of CSV as <see cref="Csv"/> reads it. Its columns are named as those of <see cref="BeforeAfter(Report)"/>: "USS kB", or in another unit, "deep size MB". Its rows
    /// are before, after, growth; a figure of the whole experiment stands in the first. An empty field is a figure that they do not give.
    /// </param>
    /// <param name="report">The experiment.</param>
    /// <param name="why">For a column of the file, why the figures differ.</param>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">A column or row of the file is none of ours, or a field is no number.</exception>
    /// <exception cref="LabUsageException">A reason is given for a column that the file does not have.</exception>
    public static Table Beside(string name, string path, Report report, params (string Column, string Why)[] why)
    {
        var file = CsvFile.Read(path);
        var columns = file.Header.Skip(1).Select((heading, i) => (Heading: heading, Figure: FigureOf(heading, path), At: i + 1)).ToList();
        if (why.FirstOrDefault(reason => columns.TrueForAll(column => column.Heading != reason.Column)) is { Column: { } unknown })
            throw new LabUsageException($"{path} has no column '{unknown}' that could differ.", $"Name one of: {string.Join(", ", columns.Select(column => column.Heading))}.");
        return new(
            $"Before → after (growth), in {name} and here: {Wording.Sentence(report)}. {Kilobyte}",
            [new("Figure", IsNumber: false), new(name, IsNumber: false), new("here", IsNumber: false), new("why they differ", IsNumber: false)],
            columns.Select(string[] (column) =>
            [
                column.Heading, Text(Published(column.At, Before), Published(column.At, After), Published(column.At, Growth)), Here(column.Figure),
                why.FirstOrDefault(reason => reason.Column == column.Heading).Why ?? "",
            ]),
            NotMeasured(report.Recorded));

        double? Published(int column, string row)
        {
            var fields = file.Rows.FirstOrDefault(fields => fields[0] == row) ?? throw new InvalidDataException($"{path} has no row '{row}'. Its rows are {Before}, {After} and {Growth}.");
            if (fields[column].Length == 0) return null;
            return double.TryParse(fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new InvalidDataException($"'{fields[column]}' in row '{row}' of {path} is no number. Correct the file.");
        }

        string Here((FigureRow Row, double Scale) figure) => figure.Row switch
        {
            ReportFigure whole => Text(whole.Of(report) / figure.Scale, null, null),
            ProcessFigure of => Text(
                report.Before.Child[of] / figure.Scale, report.After?.Child[of] / figure.Scale, (report.After?.Child[of] - report.Before.Child[of]) / figure.Scale),
            _ => Numbers.Missing,
        };
    }

    /// <summary>The figure that a column holds, and how many of its stored units make one of the column's.</summary>
    private static (FigureRow Row, double Scale) FigureOf(string heading, string path)
    {
        foreach (var row in FigureTable.Rows)
        {
            if (row.Heading == heading) return (row, row.Unit.Scale);
            if (row.Unit == Unit.Bytes && heading == $"{row.Title} MB") return (row, 1024 * 1024);
        }

        throw new InvalidDataException($"The column '{heading}' of {path} names no figure of ours. Use a name such as '{FigureTable.Uss.Heading}'.");
    }

    private static string Text(double? before, double? after, double? growth) => (after, growth) switch
    {
        (null, null) => Number(before),
        (_, null) => $"{Number(before)} → {Number(after)}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Number(before)} → {Number(after)} ({growth:+#,0.#;−#,0.#;0})"),
    };

    private static string Number(double? number) => number?.ToString("#,0.#", CultureInfo.InvariantCulture) ?? Numbers.Missing;
}
