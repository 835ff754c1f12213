using CowNotebooks.Lab;
using CowNotebooks.Lab.Recording;

namespace CowNotebooks.Tests;

/// <summary>The 2016 post's experiment on the python3 that is there.</summary>
public class CPythonTests
{
    private const string Remedy = "Install CPython: apt-get install python3.";

    [Theory]
    [InlineData("default")]
    [InlineData("threshold0")]
    [InlineData("disabled")]
    public async Task Iterating_a_list_copies_the_pages_of_every_reference_count(string gc)
    {
        Requires.Program(Remedy, "python3");
        var report = await Experiment.RunAsync(Runtime.CPython(), Heap.Integers(1_000_000), Workload.Iterate, Gc.Parse(gc), slices: 10, cancel: TestContext.Current.CancellationToken);

        Assert.InRange(report.UssGrowthPages!.Value * 4096, 31_000_000, 33_000_000);
        Assert.InRange(report.UssGrowthPages.Value, report.PredictedPages!.Value - 4, report.PredictedPages.Value + report.NoopUssGrowthPages!.Value + 4);
    }

    [Fact]
    public async Task A_recording_gives_the_same_figures_back()
    {
        Requires.Program(Remedy, "python3");
        var report = await Experiment.RunAsync(Runtime.CPython(), Heap.Lists(10_000), Workload.Collect(2), Gc.Default, slices: 5, cancel: TestContext.Current.CancellationToken);
        var path = Path.Combine(Directory.CreateTempSubdirectory("cow-test-").FullName, "recording.csv");
        try
        {
            Recordings.Save(report, path, "some machine");
            var loaded = Recordings.Load(path);
            Assert.Equal("some machine", loaded.Recorded);
            Assert.Equal(report.UssGrowthPages, loaded.UssGrowthPages);
            Assert.Equal(report.MinorFaultGrowth, loaded.MinorFaultGrowth);
            Assert.Equal(report.NoopMinorFaults, loaded.NoopMinorFaults);
            Assert.Equal(report.Run.Points.Count, loaded.Run.Points.Count);
            Assert.Contains(loaded.Warnings, warning => warning.Contains("not measured now", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }
}
