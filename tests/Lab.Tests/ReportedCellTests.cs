using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Recording;

namespace CowNotebooks.Tests;

/// <summary>Cells of one's own as reports: with a baseline, again with other values, and from a recording where the runtime is missing.</summary>
public class ReportedCellTests
{
    private const string Build = "boxes = new object[Size];\nfor (long i = 0; i < Size; i++) boxes[i] = i;";
    private static readonly string Recording = Path.Combine(Source.Root, "data", "cpython-iterate.csv");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_cell_of_a_child_becomes_a_report_in_which_four_figures_agree()
    {
        await using var lab = await BoxesAsync(20_000);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        lab.Predict("boxes", Word.HeaderWord);
        var run = await child.RunAsync("foreach (var box in boxes) lock (box) { }", cancel: Cancel);

        var report = await lab.ReportAsync("lock", Cancel);

        Assert.Equal("lock", report.Workload.Name);
        Assert.Equal(run.Copied?.Count, report.CopiedPages);
        Assert.True(report.Reconciliation.Verdict == Verdict.Agree, report.Reconciliation.Sentence);
        Assert.Same(report.Run.Points, lab.LastRun?.Points);
    }

    [Fact]
    public async Task A_run_that_was_said_to_write_nothing_is_predicted_to_copy_no_page()
    {
        await using var lab = await BoxesAsync(20_000);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        lab.PredictNothing();

        var run = await child.RunAsync("long sum = 0; foreach (var box in boxes) sum += (long)box;", cancel: Cancel);

        Assert.Equal(0, run.Predicted);
        Assert.InRange(run.Copied!.Count, 0, 2);
    }

    [Fact]
    public async Task A_sweep_runs_the_same_cells_with_other_values()
    {
        await using var lab = await BoxesAsync(10_000);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        lab.Predict("boxes", Word.HeaderWord);
        await child.RunAsync("foreach (var box in boxes) lock (box) { }", cancel: Cancel);

        var reports = await lab.SweepAsync("Size", [10_000, 40_000], cancel: Cancel);

        Assert.Equal([10_000, 40_000], reports.Select(report => report.Heap.Count));
        Assert.All(reports, report => Assert.InRange(report.CopiedPages!.Value - report.PredictedPages!.Value, -2, 2));
        Assert.InRange(reports[1].CopiedPages!.Value, 3 * reports[0].CopiedPages!.Value, 5 * reports[0].CopiedPages!.Value);
    }

    [Fact]
    public async Task A_sweep_over_a_value_that_the_laboratory_does_not_have_is_refused()
    {
        await using var lab = await BoxesAsync(1_000);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        await child.RunAsync("var n = 1;", cancel: Cancel);

        var error = await Assert.ThrowsAsync<LabUsageException>(() => lab.SweepAsync("Length", [1_000], cancel: Cancel));

        Assert.Contains("'Length'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_runs_the_parents_cells_between_two_children_too_and_no_cell_that_failed()
    {
        await using var lab = await BoxesAsync(10_000);
        await using var first = await lab.ForkAsync(cancel: Cancel);
        await first.RunAsync("foreach (var box in boxes) lock (box) { }", cancel: Cancel);
        await lab.RunAsync("boxes = new object[1]; boxes[0] = 1L;", Cancel);
        await using var second = await lab.ForkAsync(cancel: Cancel);
        await second.RunAsync("throw new InvalidOperationException();", cancel: Cancel);
        await second.RunAsync("foreach (var box in boxes) lock (box) { }", cancel: Cancel);

        var report = Assert.Single(await lab.SweepAsync("Size", [200_000], cancel: Cancel));

        Assert.InRange(report.CopiedPages!.Value, 0, 100);
    }

    [Fact]
    public async Task What_was_predicted_of_a_cell_that_does_not_compile_holds_of_the_corrected_one()
    {
        await using var lab = await BoxesAsync(20_000);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        lab.Predict("boxes", Word.HeaderWord);
        await child.RunAsync("foreach (var box in boxes) lock (box) {", cancel: Cancel);

        var run = await child.RunAsync("foreach (var box in boxes) lock (box) { }", cancel: Cancel);

        Assert.InRange(run.Copied!.Count - run.Predicted!.Value, -2, 2);
        Assert.True(run.Predicted > 0);
    }

    [Fact]
    public async Task A_variable_that_the_parent_has_changed_is_sized_again_before_a_child_runs()
    {
        await using var lab = await BoxesAsync(20_000);
        var before = (await lab.SizeAsync("boxes", Cancel)).DeepSize!.Objects;
        await lab.RunAsync("boxes = boxes[..100];", Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        await child.RunAsync("foreach (var box in boxes) lock (box) { }", cancel: Cancel);

        var report = await lab.ReportAsync(cancel: Cancel);

        Assert.Equal((20_001, 101), (before, report.DeepSize!.Objects));
    }

    [Fact]
    public async Task A_report_names_the_setting_under_which_its_child_was_forked()
    {
        await using var lab = await BoxesAsync(1_000);
        await using var child = await lab.ForkAsync(Gc.Collecting, Cancel);
        await child.RunAsync("var n = 1;", cancel: Cancel);

        Assert.Equal(Gc.Collecting, (await lab.ReportAsync(cancel: Cancel)).Gc);
    }

    [Fact]
    public async Task Closing_all_leaves_no_laboratory_open()
    {
        var (first, second) = (await BoxesAsync(10), await BoxesAsync(10));

        await Laboratory.CloseAllAsync();

        Assert.Null(Laboratory.Current);
        Assert.All([first, second], lab => Assert.False(Directory.Exists($"/proc/{lab.ParentPid}")));
    }

    [Fact]
    public async Task A_laboratory_without_a_child_has_nothing_to_report()
    {
        await using var lab = await BoxesAsync(1_000);

        await Assert.ThrowsAsync<LabUsageException>(() => lab.ReportAsync(cancel: Cancel));
        await Assert.ThrowsAsync<LabUsageException>(() => lab.SweepAsync("Size", [1_000], cancel: Cancel));
    }

    [Fact]
    public async Task Where_the_runtime_is_missing_a_laboratory_shows_what_was_recorded_and_says_so()
    {
        await using var lab = await Laboratory.OpenOrRecordedAsync(Runtime.CPython("/nowhere/python3"), new { Size = 1_000 }, Recording, cancel: Cancel);

        var report = lab.ShowRecorded();

        Assert.Equal(Recordings.Load(Recording).CopiedPages, report.CopiedPages);
        Assert.Equal(report.Run, lab.LastRun);
        Assert.True(report.Run.IsRecorded);
        Assert.Equal(report.DeepSize, (await lab.SizeAsync("long_list", Cancel)).DeepSize);
        Assert.Contains("/nowhere/python3", string.Join(' ', report.Warnings), StringComparison.Ordinal);
        Assert.Equal(report.CopiedPages, (await lab.ReportAsync("iterate", Cancel)).CopiedPages);
        await Assert.ThrowsAsync<ParentNotStartedException>(() => lab.ForkAsync(cancel: Cancel));
        await Assert.ThrowsAsync<LabUsageException>(() => lab.SweepAsync("Size", [1_000], cancel: Cancel));
        Assert.Single(await lab.SweepAsync("Size", [1_000_000], [Recording], cancel: Cancel));
        lab.ShowRecorded(Path.Combine(Source.Root, "data", "cpython-iterate-frozen.csv"));
        Assert.Equal("default", lab.ShowRecorded().Gc.Name);
    }

    [Fact]
    public async Task Where_the_runtime_is_there_nothing_recorded_is_shown()
    {
        await using var lab = await Laboratory.OpenOrRecordedAsync(Runtime.DotNet, new { Size = 1_000 }, Recording, cancel: Cancel);

        Assert.Null(lab.Recorded);
        Assert.Throws<InvalidOperationException>(() => lab.ShowRecorded());
    }

    private static async Task<Laboratory> BoxesAsync(long size)
    {
        var lab = await Laboratory.OpenAsync(Runtime.DotNet, new { Size = size }, cancel: Cancel);
        var built = await lab.RunAsync($"object[] {Build}", Cancel);
        Assert.True(built.Outcome.IsCompleted, built.Outcome.ToString());
        return lab;
    }
}
