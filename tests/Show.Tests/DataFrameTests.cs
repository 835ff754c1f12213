using CowNotebooks.Lab;
using CowNotebooks.Show;
using Microsoft.Data.Analysis;

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
    public void Of_a_long_frame_the_first_100_rows_are_shown_and_the_caption_says_so()
    {
        var table = Table.Rows(new DataFrame(new Int64DataFrameColumn("n", Enumerable.Range(1, 1234).Select(n => (long)n)))).ToString().Split('\n');

        Assert.Equal("The first 100 of 1,234 rows", table[0]);
        Assert.Equal("100", table[^1].Trim());
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
