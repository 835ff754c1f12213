using CowNotebooks.Lab;
using CowNotebooks.Show;

namespace CowNotebooks.Tests.Show;

public sealed class DataFrameTests
{
    [Fact]
    public void Reports_become_one_row_each_with_null_for_what_is_missing()
    {
        var frame = new[] { Samples.Report(), Samples.Report("print", "") }.ToDataFrame();

        Assert.Equal(ReportCsv.Columns.Select(column => column.Name), frame.Columns.Select(column => column.Name));
        Assert.Equal(2, frame.Rows.Count);
        Assert.Equal(6000L, frame["ussGrowthPages"][0]);
        Assert.Equal(5990L, frame["predictedPages"][0]);
        Assert.Null(frame["predictedPages"][1]);
    }

    [Fact]
    public void A_run_becomes_one_row_for_each_point()
    {
        var frame = Samples.Report().Run.ToDataFrame();

        Assert.Equal(3, frame.Rows.Count);
        Assert.Equal(0.5, frame["progress"][1]);
        Assert.Equal(25_600_000L, frame["childUss"][2]);
    }
}
