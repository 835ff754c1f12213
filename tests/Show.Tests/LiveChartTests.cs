using System.Diagnostics;
using System.Text.Json.Nodes;
using CowNotebooks.Lab;
using CowNotebooks.Show;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Show;

public sealed class LiveChartTests
{
    private const int Slices = 1000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_shown_while_it_goes_on_and_ends_in_the_ordinary_chart()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.AllocateAsync(Heap.BoxedIntegers(100_000), Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        var (shown, times) = (new List<Chart>(), new List<long>());
        var run = await child.RunAsync(Workload.Refcount, Slices, update: chart =>
        {
            shown.Add(Assert.IsType<Chart>(chart));
            times.Add(Stopwatch.GetTimestamp());
        }, Cancel);

        Assert.True(shown.Count > 1);
        Assert.Equal(Chart.Growth(run).Json, shown[^1].Json);
        Assert.Contains($"<progress max=\"{Slices}\" value=\"{Slices}\">", shown[^1].ToDisplayString("text/html"), StringComparison.Ordinal);
        var points = shown.Select(chart => JsonNode.Parse(chart.Json)!["data"]![0]!["y"]!.AsArray().Count).ToList();
        Assert.Equal(points.Order().Distinct(), points);
        Assert.Equal(Slices + 1, points[^1]);
        // All but the last keep their distance.
        Assert.All(times.Zip(times.Skip(1)).SkipLast(1), pair => Assert.True(Stopwatch.GetElapsedTime(pair.First, pair.Second) >= TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public async Task Being_watched_does_not_change_what_the_child_copies()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.AllocateAsync(Heap.BoxedIntegers(100_000), Cancel);
        await using var watched = await lab.ForkAsync(cancel: Cancel);
        var seen = await watched.RunAsync(Workload.Refcount, Slices, update: chart => chart.ToDisplayString("text/html"), Cancel);
        await watched.DisposeAsync();
        await using var alone = await lab.ForkAsync(cancel: Cancel);
        var unseen = await alone.RunAsync(Workload.Refcount, Slices, cancel: Cancel);

        Assert.InRange(seen.Copied!.Count - unseen.Copied!.Count, -2, 2);
    }

    [Fact]
    public async Task A_child_that_dies_leaves_the_curve_up_to_there()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.AllocateAsync(Heap.BoxedIntegers(100_000), Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        var shown = new List<Chart>();
        var run = await child.RunAsync(Workload.Iterate, Slices, update: chart =>
        {
            shown.Add((Chart)chart);
            if (shown.Count == 1) Process.GetProcessById(child.Pid).Kill();
        }, Cancel).WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        Assert.False(run.Outcome.IsCompleted);
        Assert.InRange(run.Points.Count, 1, Slices);
        Assert.Contains($"value=\"{run.Points.Count - 1}\"", shown[^1].ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_chart_of_a_run_that_has_not_begun_has_a_bar_at_its_start_and_says_so() =>
        Assert.Contains("<progress max=\"1\" value=\"0\"></progress> waiting", Chart.NotStarted.ToDisplayString("text/html"), StringComparison.Ordinal);
}
