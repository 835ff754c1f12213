using CowNotebooks.Lab;
using CowNotebooks.Lab.Recording;

namespace CowNotebooks.Tests;

/// <summary>A figure is a row, and one that could not be had is null with its reason.</summary>
public class FigureTableTests
{
    [Fact]
    public void Every_row_has_a_name_and_columns_of_its_own()
    {
        Assert.Distinct(FigureTable.Rows.Select(row => row.Name));
        Assert.Distinct(FigureTable.PointColumns.Select(column => column.Name));
        Assert.Distinct(ReportCsv.Columns.Select(column => column.Name));
    }

    [Theory]
    [InlineData("pageTableBytes", "VmPTE:")]
    public async Task A_figure_is_what_its_file_says(string name, string field)
    {
        await using var lab = await Laboratory.OpenAsync(Runtime.DotNet, cancel: TestContext.Current.CancellationToken);
        var measured = lab.Measure();
        var words = File.ReadLines($"/proc/{lab.ParentPid}/status").Single(line => line.StartsWith(field, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(long.Parse(words[^2]) * 1024, measured[FigureTable.OfProcess.Single(figure => figure.Name == name)]);
    }

    [Fact]
    public async Task A_program_that_ends_changes_PSS_by_its_share_of_files_and_nothing_else_of_PSS()
    {
        Requires.Runtime("python");
        await using var lab = await Laboratory.OpenAsync(Runtime.CPython(), cancel: TestContext.Current.CancellationToken);
        Measurement before;
        await using (await Laboratory.OpenAsync(Runtime.CPython(), cancel: TestContext.Current.CancellationToken)) before = lab.Measure();
        var after = lab.Measure();

        Assert.True(after.PssOfFilesBytes > before.PssOfFilesBytes, $"{before.PssOfFilesBytes} and then {after.PssOfFilesBytes}");
        // Pss is rounded once, and its part once: each down to a kB.
        Assert.InRange(after.PssBytes - after.PssOfFilesBytes.Value - (before.PssBytes - before.PssOfFilesBytes.Value), -1024, 1024);
    }

    public static TheoryData<string> Runtimes => [.. Runtime.Names];

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task Each_of_our_parents_says_how_long_its_fork_took(string runtime)
    {
        Requires.Runtime(runtime);
        await using var lab = await Laboratory.OpenAsync(Runtime.Parse(runtime), cancel: TestContext.Current.CancellationToken);
        await using var child = await lab.ForkAsync(cancel: TestContext.Current.CancellationToken);

        Assert.True(child.ForkTime is { IsThere: true, Value.Nanoseconds: > 0 }, child.ForkTime.Why);
    }

    [Fact]
    public void A_figure_that_this_kernel_does_not_say_is_null_and_named_with_its_file_and_since_when_Linux_has_it()
    {
        var measured = new Measurement(1, FigureTable.OfProcess.Select(figure => (figure, (long?)(figure.Name == "pageTableBytes" ? null : 4096))));
        var pageTables = FigureTable.OfProcess.Single(figure => figure.Name == "pageTableBytes");

        Assert.Null(measured[pageTables]);
        Assert.Equal("No page tables: this kernel does not say VmPTE of status, which Linux has since 2.6.10.", pageTables.WhyMissing(measured));
        Assert.Null(FigureTable.Uss.WhyMissing(measured));
    }

    [Fact]
    public void What_an_old_recording_does_not_have_is_null_and_not_zero_and_said_in_words()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """
                # provenance: some machine
                # runtime: python
                # runtimeVersion: CPython 3.11.2
                # heap: integers
                # count: 1000
                # workload: iterate
                # gc: default
                # deepSize: 
                # predictedPages: nobody knows.
                run,progress,childUss,childPss,childRss,childMinorFaults,childMajorFaults,parentUss,parentPss,parentRss,parentSwap,parentMinorFaults,parentMajorFaults
                workload,0,4096,8192,12288,1,0,4096,8192,12288,,1,0
                workload,1,8192,8192,12288,2,0,4096,8192,12288,,1,0
                """);
            var report = Recordings.Load(path);

            Assert.Equal(1, report.UssGrowthPages);
            Assert.Null(report.Before.Child[FigureTable.Swap]);
            Assert.Null(report.Before.Parent[FigureTable.Swap]);
            Assert.Null(report.CopiedPages);
            Assert.Contains("No predicted pages: nobody knows.", report.Warnings);
            Assert.Contains("No copied pages: it was not recorded.", report.Warnings);
            Assert.Contains("No fork time: it was not recorded.", report.Warnings);
            Assert.Contains("No Swap: it was not recorded.", report.Warnings);

            Recordings.Save(report, path, "another machine", "cow measure");
            Assert.Null(Recordings.Load(path).Before.Child[FigureTable.Swap]);
            Assert.Contains("No predicted pages: nobody knows.", Recordings.Load(path).Warnings);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("# heap: lists\n", "its head says something twice.")]
    [InlineData("", "it has no row of the run.")]
    [InlineData("", "a row is not as its header says.", "workload,0\n")]
    public void A_file_that_is_no_recorded_run_is_refused_with_the_reason(string head, string why, string rows = "")
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, $"""
                # provenance: here
                # runtime: python
                # runtimeVersion: CPython 3.11.2
                # heap: integers
                # count: 1000
                # workload: iterate
                # gc: default
                # deepSize: {'\n'}{head}run,progress,childUss,parentUss{'\n'}{rows}
                """.TrimEnd());
            Assert.Contains($"is not a recorded run: {why}", Assert.Throws<LabUsageException>(() => Recordings.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
