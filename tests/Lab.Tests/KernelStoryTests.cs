using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Tests;

/// <summary>The kernel's other answers to a touch, by workloads that leave the heap alone: the zero page, a new page, a page of a file, and SIGSEGV.</summary>
public class KernelStoryTests
{
    private const long Pages = 256;

    // As many more or fewer as a verdict allows: a page of the runtime's own files that the machine has taken back meanwhile is mapped, or even read, once more. What
    // the faults were for is traced, and that is exact.
    private const long FaultTolerance = 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public async Task Reading_what_was_never_written_faults_on_every_page_and_costs_no_memory(int slices)
    {
        var report = await MeasureAsync(Workload.ReadUntouched, slices);

        Assert.InRange(Faults(report), Pages - FaultTolerance, Pages + FaultTolerance);
        Assert.InRange(report.Run.MajorFaultGrowth!.Value, 0, FaultTolerance);
        Assert.Equal(Pages, report.Run.Pages!.Zero.Count);
        Assert.Equal((0, 0), (report.CopiedPages, report.Run.Pages.New.Count));
        Assert.Equal(0, Grown(report));
        AssertTraced(report, FaultCause.Zero);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public async Task Writing_what_was_never_touched_faults_on_every_page_and_costs_that_page(int slices)
    {
        var report = await MeasureAsync(Workload.WriteUntouched, slices);

        Assert.InRange(Faults(report), Pages - FaultTolerance, Pages + FaultTolerance);
        Assert.InRange(report.Run.MajorFaultGrowth!.Value, 0, FaultTolerance);
        Assert.Equal(Pages, report.Run.Pages!.New.Count);
        Assert.Equal((0, 0), (report.CopiedPages, report.Run.Pages.Zero.Count));
        Assert.Equal(Pages, Grown(report));
        AssertTraced(report, FaultCause.New);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Reading_a_file_that_is_not_in_memory_is_a_major_fault_a_page_and_no_copy(int slices)
    {
        var report = await MeasureAsync(Workload.ReadColdFile, slices);

        Assert.Equal(0, report.CopiedPages);
        Assert.Equal(Pages, PagesOfTheFile(report));
        Requires.That(report.Run.MajorFaultGrowth > 0, "The temporary folder lies in memory: set TMPDIR to a folder on a disk.");
        Assert.Equal(Pages, report.Run.MajorFaultGrowth);
        Assert.InRange(Faults(report), -FaultTolerance, FaultTolerance);
        Requires.That(report.Run.Faults is not null, report.Run.Trace.Why);
        // Pages of the runtime's files are mapped by the same cause.
        Assert.Equal(Pages, report.Run.Faults!.LastOfPages.Count(last => last.Group.Cause == FaultCause.File && IsOfTheFile(report, last.Address / (ulong)Environment.SystemPageSize)));
        Assert.InRange(report.Run.Faults.CountOf(FaultCause.File), Pages, Pages + FaultTolerance);
        Assert.Equal(0, report.Run.Faults.CountOf(FaultCause.Copy));
    }

    [Fact]
    public async Task Each_child_has_a_cold_file_of_its_own()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.AllocateAsync(Heap.Integers(1_000), Cancel);
        await using var one = await lab.ForkAsync(cancel: Cancel);
        await using var other = await lab.ForkAsync(cancel: Cancel);
        var (first, second) = (await one.RunAsync(Workload.ReadColdFile, cancel: Cancel), await other.RunAsync(Workload.ReadColdFile, cancel: Cancel));
        var again = await one.RunAsync(Workload.ReadColdFile, cancel: Cancel);

        Assert.Equal(first.MajorFaultGrowth, second.MajorFaultGrowth);
        Assert.Equal(first.MajorFaultGrowth, again.MajorFaultGrowth);
    }

    [Theory]
    [InlineData("dotnet", "boxed-integers")]
    [InlineData("python", "integers")]
    public async Task A_child_that_reads_where_nothing_is_mapped_is_killed_by_SIGSEGV_and_the_next_is_well(string runtime, string heap)
    {
        if (runtime == "python") Requires.Program("Install CPython: apt-get install python3.", "python3");
        await using var lab = await Laboratory.OpenAsync(Runtime.Parse(runtime), options: new LabOptions { TraceFaults = true }, cancel: Cancel);
        await lab.AllocateAsync(Heap.Parse(heap, 1_000), Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        // The parent's working folder, where a core file would be.
        var files = Directory.GetFiles("/");
        var run = await child.RunAsync(Workload.InvalidAccess, slices: 3, cancel: Cancel);

        Assert.Equal(Signal.Segv, Assert.IsType<Killed>(run.Outcome).Signal);
        Assert.Equal("The child was killed by SIGSEGV while running 'invalid-access'.", run.Outcome.ToString());
        Assert.Null(run.After);
        Assert.False(Directory.Exists($"/proc/{child.Pid}"));
        Assert.Equal(files, Directory.GetFiles("/"));

        await using var next = await lab.ForkAsync(cancel: Cancel);
        Assert.True((await next.RunAsync(Workload.Iterate, cancel: Cancel)).Outcome.IsCompleted);
        await Assert.ThrowsAsync<LabUsageException>(() => lab.RunAsync(Workload.InvalidAccess, Cancel));
    }

    [Fact]
    public async Task A_report_of_an_invalid_access_names_it_and_blames_nobody()
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(1_000), Workload.InvalidAccess, cancel: Cancel);

        Assert.Contains("The child was killed by SIGSEGV while running 'invalid-access'.", report.Warnings);
        Assert.DoesNotContain(report.Warnings, warning => warning.Contains("fault of the runtime", StringComparison.Ordinal));
    }

    private static async Task<Report> MeasureAsync(Workload workload, int slices)
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(1_000), workload, slices: slices, options: new LabOptions { TraceFaults = true }, cancel: Cancel);
        Assert.True(report.Outcome.IsCompleted, report.Outcome.ToString());
        Assert.True(report.Reconciliation.Verdict == Verdict.Agree, report.Reconciliation.Sentence);
        Assert.Equal(0, report.PredictedPages);
        return report;
    }

    private static long Faults(Report report) => report.MinorFaultGrowth!.Value - report.NoopMinorFaults!.Value;

    /// <summary>Growth of USS, less the pages that became the child's alone because another process let go of them.</summary>
    private static long Grown(Report report) =>
        report.UssGrowthPages!.Value - report.Run.Pages!.Changes.UssGrowthOf(PageChange.File) - report.Run.Pages.Changes.UssGrowthOf(PageChange.Reused);

    private static long PagesOfTheFile(Report report) => report.Run.Pages!.Changes.Spans
        .Where(span => span.Change == PageChange.File && IsOfTheFile(report, span.FirstPage)).Sum(span => (long)span.Count);

    private static bool IsOfTheFile(Report report, ulong page) => report.Run.Pages!.After.MappingOf(page)?.Path?.Contains("/cow-", StringComparison.Ordinal) == true;

    private static void AssertTraced(Report report, FaultCause cause)
    {
        Requires.That(report.Run.Faults is not null, report.Run.Trace.Why);
        Assert.Equal(Pages, report.Run.Faults!.CountOf(cause));
        Assert.Equal(0, report.Run.Faults.CountOf(FaultCause.Copy));
    }
}
