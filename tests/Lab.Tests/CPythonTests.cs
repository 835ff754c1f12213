using System.Diagnostics;
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

        Assert.InRange(report.Run.Grown() * 4096, 31_000_000, 33_000_000);
        Assert.InRange(report.Run.Grown(), report.PredictedPages!.Value - 4, report.PredictedPages.Value + report.Noop!.Grown() + 4);
    }

    [Theory]
    [InlineData("integers", "list(range(5000))")]
    [InlineData("strings", "['string %d' % i for i in range(5000)]")]
    [InlineData("lists", "[[i] for i in range(5000)]")]
    [InlineData("tuples", "[(i,) for i in range(5000)]")]
    [InlineData("dicts", "[{'number': i} for i in range(5000)]")]
    public async Task A_heap_is_as_big_as_a_plain_recursive_sum_says(string heap, string expression)
    {
        var python = Requires.Program(Remedy, "python3");
        await using var lab = await Laboratory.OpenAsync(Runtime.CPython(python), cancel: TestContext.Current.CancellationToken);
        var size = (await lab.AllocateAsync(Heap.Parse(heap, 5000), TestContext.Current.CancellationToken)).DeepSize!;
        var recursive = $$"""
            import sys
            def total(x, seen):
                if id(x) in seen: return 0
                seen.add(id(x))
                inside = x if isinstance(x, (list, tuple)) else list(x) + list(x.values()) if isinstance(x, dict) else []
                return sys.getsizeof(x) + sum(total(y, seen) for y in inside)
            heap = {{expression}}
            print(total(heap, set()), sys.getsizeof(heap))
            """;
        using var process = Process.Start(new ProcessStartInfo(python, ["-E", "-s", "-S", "-c", recursive]) { RedirectStandardOutput = true })!;
        var expected = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected.Trim(), $"{size.Bytes} {size.ShallowBytes}");
        Assert.Equal(size.Bytes, size.ByType.Sum(type => type.Bytes));
    }

    [Theory]
    [InlineData("strings")]
    [InlineData("lists")]
    [InlineData("tuples")]
    [InlineData("dicts")]
    public async Task Iterating_any_list_copies_the_pages_that_were_predicted(string heap)
    {
        Requires.Program(Remedy, "python3");
        var report = await Experiment.RunAsync(Runtime.CPython(), Heap.Parse(heap, 50_000), Workload.Iterate, cancel: TestContext.Current.CancellationToken);

        Assert.True(report.PredictedPages > 500);
        Assert.Equal((Verdict.Agree, 0), (report.Reconciliation.Verdict, report.Run.PredictedSet!.Except(report.Run.Copied!).Except(report.Run.Pages!.OwnBefore).Count));
    }

    [Fact]
    public async Task A_recording_gives_the_same_figures_back()
    {
        Requires.Program(Remedy, "python3");
        var report = await Experiment.RunAsync(Runtime.CPython(), Heap.Lists(10_000), Workload.Collect(2), Gc.Default, slices: 5, cancel: TestContext.Current.CancellationToken);
        var path = Path.Combine(Directory.CreateTempSubdirectory("cow-test-").FullName, "recording.csv");
        try
        {
            Recordings.Save(report, path, "some machine", "cow measure");
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
