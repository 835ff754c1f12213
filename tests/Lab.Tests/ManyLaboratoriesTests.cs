using System.Text.RegularExpressions;
using CowNotebooks.Lab;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Tests;

/// <summary>Laboratories of all runtimes in one process, at the same time.</summary>
public sealed partial class ManyLaboratoriesTests(ITestOutputHelper output)
{
    private const int Laboratories = 16, Rounds = 4, Elements = 20_000, Tolerance = 2;

    private static readonly (string Runtime, string? Interpreter, string Heap, string Workload)[] Kinds =
    [
        ("dotnet", null, "boxed-integers", "lock"), ("python", null, "integers", "iterate"), ("ruby", null, "strings", "freeze"),
        ("php", null, "strings", "iterate"), ("perl", null, "integers", "iterate"), ("python", "pypy3", "integers", "iterate"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sixteen_at_once_measure_what_each_measures_alone_and_leave_nothing()
    {
        foreach (var (runtime, interpreter, _, _) in Kinds)
        {
            if (interpreter is null) Requires.Runtime(runtime);
            else Requires.Program($"Install it (Debian: apt-get install {interpreter}).", interpreter);
        }

        // After one of each, all that this process opens for good is open.
        foreach (var kind in Kinds) await using (var lab = await OpenAsync(kind)) await MeasureAsync(lab, kind.Workload);
        var descriptors = Descriptors();
        var (labs, pids, folders) = (new List<(Laboratory Lab, string Workload)>(), new List<int>(), new List<string>());
        try
        {
            for (var which = 0; which < Laboratories; which++)
            {
                var kind = Kinds[which % Kinds.Length];
                labs.Add((await OpenAsync(kind), kind.Workload));
                pids.Add(labs[^1].Lab.ParentPid);
                folders.Add(Survivors.FolderOf(pids[^1]));
            }

            var alone = new List<Run>();
            foreach (var (lab, workload) in labs) alone.Add(await MeasureAsync(lab, workload));
            var together = await Task.WhenAll(labs.Select(one => MeasureManyAsync(one.Lab, one.Workload, pids)));
            for (var which = 0; which < labs.Count; which++)
                foreach (var run in together[which]) AssertSame(alone[which], run);
        }
        finally
        {
            await Task.WhenAll(labs.Select(one => one.Lab.DisposeAsync().AsTask()));
        }

        Assert.Equal(Laboratories * (1 + Rounds), pids.Distinct().Count());
        await Survivors.AssertNoneAsync([.. pids]);
        await Survivors.AssertNoChildrenAsync();
        Assert.DoesNotContain(folders, Directory.Exists);
        // What threads of the pool close they close a moment later.
        var left = 0;
        await Processes.UntilAsync(() => (left = Descriptors()) == descriptors, () => $"{left} descriptors are open, and {descriptors} were before.");
    }

    private static async Task<Laboratory> OpenAsync((string Runtime, string? Interpreter, string Heap, string Workload) kind)
    {
        var lab = await Laboratory.OpenAsync(Runtime.Parse(kind.Runtime, kind.Interpreter), cancel: Cancel);
        await lab.AllocateAsync(Heap.Parse(kind.Heap, Elements), Cancel);
        return lab;
    }

    private static async Task<IReadOnlyList<Run>> MeasureManyAsync(Laboratory lab, string workload, List<int> pids)
    {
        var runs = new List<Run>();
        for (var round = 0; round < Rounds; round++) runs.Add(await MeasureAsync(lab, workload, pids));
        return runs;
    }

    private static async Task<Run> MeasureAsync(Laboratory lab, string workload, List<int>? pids = null)
    {
        await using var child = await lab.ForkAsync(cancel: Cancel);
        if (pids is not null) lock (pids) pids.Add(child.Pid);
        await child.RunAsync(Workload.Noop, cancel: Cancel);
        return await child.RunAsync(Workload.Parse(workload), cancel: Cancel);
    }

    private void AssertSame(Run alone, Run run)
    {
        Assert.True(run.Outcome.IsCompleted, run.Outcome.ToString());
        output.WriteLine($"{run.Runtime}: {alone.CopiedPages} copied alone, {run.CopiedPages} together, {run.Predicted} predicted. {run.Reconciliation?.Sentence}");
        if (run.PredictedSet is not { } predicted)
        {
            // PyPy: nothing is predicted. Where another one ends between the reading of USS and that of the page map, pages of libraries are private in the map alone:
            // no more than it has of them before the run, nor than came to it.
            var changes = run.Pages!.Changes;
            var (before, after) = (run.Pages.Before.Count(PageTraits.Present | PageTraits.FileOrShared | PageTraits.Exclusive), Math.Max(0, changes.UssGrowthOf(PageChange.File)));
            Assert.InRange(run.UssGrowthPages!.Value - changes.UssGrowth, -Tolerance - after, Tolerance + before);
            return;
        }

        Assert.Equal(0, predicted.Except(run.Copied!).Count);
        Assert.InRange(run.Copied!.Except(predicted).Except(run.Baseline!.Copied!).Count, 0, Tolerance);
        // What one child had made its own before the run is no copy any more, and may differ.
        Assert.Equal(0, predicted.Except(alone.PredictedSet!).Except(alone.Pages!.OwnBefore).Count);
        Assert.Equal(0, alone.PredictedSet!.Except(predicted).Except(run.Pages!.OwnBefore).Count);
        Assert.InRange(run.MinorFaultGrowth!.Value, run.CopiedPages!.Value, long.MaxValue);
        // A page of a library may become a child's alone, as another's process ends, between the reading of USS and that of the page map: then that is said.
        Assert.True(run.Reconciliation!.Verdict == Verdict.Agree || OnlyUss().IsMatch(run.Reconciliation.Sentence), run.Reconciliation.Sentence);
    }

    // Libraries that the runtime of this process needs later stay open.
    private static int Descriptors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Directory.GetFileSystemEntries("/proc/self/fd").Count(path => new FileInfo(path).LinkTarget?.EndsWith(".dll", StringComparison.Ordinal) == false);
    }

    [GeneratedRegex(@"^The figures disagree: USS grew by [\d,]+ pages, and the page map accounts for [\d,]+\.$")]
    private static partial Regex OnlyUss();
}
