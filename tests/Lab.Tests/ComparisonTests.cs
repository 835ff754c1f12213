using System.Globalization;
using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>Every runtime that is installed, on every heap: COW_MATRIX=10000000 dotnet test asks for more elements than 100,000.</summary>
public sealed class ComparisonTests(ITestOutputHelper output)
{
    private static readonly long Count = long.TryParse(Environment.GetEnvironmentVariable("COW_MATRIX"), CultureInfo.InvariantCulture, out var count) ? count : 100_000;

    private static readonly long Facts = long.TryParse(Environment.GetEnvironmentVariable("COW_FACTS"), CultureInfo.InvariantCulture, out var count) ? count : 1_000_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_predicted_is_copied_in_every_runtime_and_on_every_heap()
    {
        var comparison = await Comparison.RunAsync(Workload.Iterate, Count, cancel: Cancel);
        foreach (var row in comparison.Rows)
            output.WriteLine($"{row.Runtime.Name}, {row.Heap?.Name}: {row.Report?.CopiedPages:N0} copied of {row.Report?.PredictedPages:N0}, {row.CopiedPerThousand:N2} per 1,000, {row.IdenticalShare:P0} identical, {row.FaultsLessBaseline:N0} faults {row.Why}");
        // Whatever is missing here says so, with what to install.
        Requires.That(comparison.Missing.Count == 0, string.Join(' ', comparison.Missing.Select(row => row.Why)));
        Assert.All(comparison.Rows, row => Assert.True(row.Verdict == Verdict.Agree, $"{row.Runtime.Name}, {row.Heap}: {row.Report!.Reconciliation.Sentence}"));
        Assert.All(comparison.Rows.Where(row => row.Report!.PredictedPages is not null),
            row => Assert.InRange(row.Report!.CopiedPages!.Value - row.Report.PredictedPages!.Value, -2, 2 + row.Report.Noop!.Copied!.Count));
    }

    /// <summary>At a million elements, or as many as COW_FACTS says. The figures are those of plain scripts without this library, counted by their page maps.</summary>
    [Theory]
    [InlineData("python", 7.84)]
    [InlineData("perl", 5.92)]
    [InlineData("ruby", 0)]
    [InlineData("php", 0)]
    [InlineData("dotnet", 0)]
    public async Task Reading_the_default_heap_copies_so_many_pages_for_each_thousand_elements(string name, double pages)
    {
        if (name != "dotnet") Requires.Runtime(name);
        var row = Assert.Single((await Comparison.RunAsync(Workload.Iterate, Facts, [Runtime.Parse(name)], [Comparison.DefaultHeap], cancel: Cancel)).Rows);
        output.WriteLine($"{name}, {row.Heap?.Name}, {Facts:N0}: {row.Report?.CopiedPages:N0} copied of {row.Report?.PredictedPages:N0}, {row.FaultsLessBaseline:N0} faults {row.Why}");

        // A child copies a few pages of its own besides.
        Assert.InRange(row.Report!.CopiedPages!.Value, 0.99 * pages * Facts / 1000, 1.01 * pages * Facts / 1000 + 4);
        Assert.True(row.Verdict == Verdict.Agree, row.Report.Reconciliation.Sentence);
    }

    [Fact]
    public async Task A_recorded_run_stands_in_for_a_runtime_that_is_missing_and_only_for_one()
    {
        var missing = Runtime.CPython("/no/such/python");
        var comparison = await Comparison.RunAsync(Workload.Iterate, 1_000, [Runtime.DotNet, missing], [Comparison.DefaultHeap], cancel: Cancel);
        Assert.Contains("Install CPython", Assert.Single(comparison.Missing).Why);

        var (python, dotnet) = (comparison.Reports[0] with { Runtime = "python", Recorded = "recorded then" }, comparison.Reports[0] with { Recorded = "recorded then" });
        var whole = comparison.OrRecorded(dotnet, python);
        Assert.Equal([null, "recorded then"], whole.Rows.Select(row => row.Report!.Recorded));
        Assert.Equal([Verdict.Agree, null], whole.Rows.Select(row => row.Verdict));
        Assert.Empty(whole.Missing);
    }

    [Fact]
    public async Task A_heap_that_cannot_be_held_is_a_row_that_says_so_and_the_others_are_measured()
    {
        var comparison = await Comparison.RunAsync(
            Workload.Iterate, 20_000, [Runtime.CPython(Requires.Program("Install CPython (Debian: apt-get install python3).", "python3"))], ["strings-of:4", "integers"], cancel: Cancel);
        Assert.Contains("There are only 10000 different strings of 4 digits.", comparison.Rows[0].Why);
        Assert.Null(comparison.Rows[0].Report);
        Assert.Equal(Verdict.Agree, comparison.Rows[1].Verdict);
    }
}
