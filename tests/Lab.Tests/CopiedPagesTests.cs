using CowNotebooks.Lab;
using CowNotebooks.Lab.Predicting;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Tests;

/// <summary>Not how many pages were copied, but which.</summary>
public class CopiedPagesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Iterating_a_CPython_list_copies_the_pages_of_its_reference_counts_and_no_other()
    {
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        AssertTheLaw(await Experiment.RunAsync(Runtime.CPython(), Heap.Integers(1_000_000), Workload.Iterate, slices: 10, cancel: Cancel));
    }

    [Fact]
    public async Task Twenty_workloads_drawn_at_random_copy_the_predicted_pages_and_no_other()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 20; i++)
        {
            var heap = Heap.Parse(Runtime.DotNet.Catalogue.Heaps[random.Next(4)].Name, random.Next(1, 200_000));
            var stride = Workload.WriteEveryNthPage(random.Next(1, 12));
            Workload[] known = [Workload.Refcount, Workload.Lock, Workload.Hash, stride, stride];
            var workload = known[random.Next(known.Length)];
            var report = await Experiment.RunAsync(Runtime.DotNet, heap, workload, slices: random.Next(1, (int)Math.Min(heap.Count!.Value, 4)), cancel: Cancel);
            try
            {
                AssertTheLaw(report);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"'{workload.Name}' of {heap.Count} {heap.Name}, seed {seed}", failure);
            }
        }
    }

    [Theory]
    [InlineData("print")]
    [InlineData("allocate")]
    [InlineData("collect2")]
    public async Task Without_a_prediction_the_other_figures_still_agree(string workload)
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(50_000), Workload.Parse(workload), cancel: Cancel);

        Assert.Equal((Verdict.Agree, null), (report.Reconciliation.Verdict, report.Reconciliation.Predicted));
    }

    [Fact]
    public async Task A_wrong_prediction_is_found_and_said()
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(10_000), Workload.Refcount, cancel: Cancel);
        var predicted = report.Run.PredictedSet!;

        var tooMany = Predicting([(1, 7), .. predicted.Ranges]).Reconciliation;
        Assert.Equal(Verdict.Disagree, tooMany.Verdict);
        Assert.Contains("7 pages of the", tooMany.Sentence, StringComparison.Ordinal);
        var tooFew = Predicting(predicted.Ranges.Take(0));
        Assert.Contains("neither predicted nor copied by a child that does nothing", tooFew.Reconciliation.Sentence, StringComparison.Ordinal);
        Assert.Contains(tooFew.Reconciliation.Sentence, tooFew.Warnings);

        Report Predicting(IEnumerable<(ulong, ulong)> pages)
        {
            var set = PageRanges.Of(pages);
            return report with { Run = report.Run with { Prediction = new Prediction(set.Count) { Set = set } } };
        }
    }

    [Fact]
    public async Task Without_frame_numbers_the_same_pages_are_copied()
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.Nodes(50_000), Workload.Refcount, cancel: Cancel);
        var pages = report.Run.Pages!;
        Requires.That(pages.After.HasFrames, "Frame numbers are for CAP_SYS_ADMIN: run the tests as root, e.g. in the development container.");

        // The parent was parked, so what became the child's alone was copied by the child.
        var blind = PageChanges.Between(pages.Before.WithoutFrames(), pages.After.WithoutFrames(), pages.Before.WithoutFrames());
        Assert.Equal(pages.Changes.Spans, blind.Spans);
    }

    private static void AssertTheLaw(Report report)
    {
        Assert.True(report.Outcome.IsCompleted, report.Outcome.ToString());
        Assert.True(report.Reconciliation.Verdict == Verdict.Agree, report.Reconciliation.Sentence);
        var (predicted, pages, idle) = (report.Run.PredictedSet!, report.Run.Pages!, report.Noop!.Pages!);
        // What starting the child has written is not copied again; what doing nothing writes is no part of the workload.
        Assert.Equal(0, predicted.Except(pages.Copied).Except(pages.OwnBefore).Count);
        Assert.InRange(pages.Copied.Except(predicted).Except(idle.Copied).Count, 0, 2);
        Assert.InRange(report.UssGrowthPages!.Value - pages.Changes.UssGrowth, -2, 2);
        Assert.InRange(report.MinorFaultGrowth!.Value - report.NoopMinorFaults!.Value - pages.Copied.Except(idle.Copied).Count, -4, 4);
    }
}
