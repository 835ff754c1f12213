using CowNotebooks.Lab;
using Microsoft.Data.Analysis;

namespace CowNotebooks.Show;

/// <summary>Measurements as data frames, to go on with by one's own means. A missing figure is null.</summary>
public static class DataFrames
{
    /// <summary>One row a report, with the columns of <see cref="ReportCsv.Columns"/>. Sizes are bytes.</summary>
    /// <param name="reports">The reports, in order.</param>
    public static DataFrame ToDataFrame(this IEnumerable<Report> reports)
    {
        Report[] rows = [.. reports];
        return new DataFrame(ReportCsv.Columns.Select(column => Column(column.Name, [.. rows.Select(column.Value)])));
    }

    /// <summary>One row for each point of the growth curve, with the columns of <see cref="FigureTable.PointColumns"/>. Sizes are bytes.</summary>
    /// <param name="run">The run.</param>
    public static DataFrame ToDataFrame(this Run run) => new(
    [
        new DoubleDataFrameColumn("progress", run.Points.Select(point => point.Progress)),
        .. FigureTable.PointColumns.Select(column => new Int64DataFrameColumn(column.Name, run.Points.Select(point => column.Figure(point.Snapshot)))),
    ]);

    private static DataFrameColumn Column(string name, object?[] values) => values.Any(value => value is string)
        ? new StringDataFrameColumn(name, values.Select(value => value?.ToString()))
        : new Int64DataFrameColumn(name, values.Select(value => (long?)value));
}
