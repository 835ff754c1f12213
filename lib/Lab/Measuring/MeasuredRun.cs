using CowNotebooks.Forking;
using CowNotebooks.Lab.Predicting;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Measuring;

/// <summary>The recipe of every run, in a child or in the parent: measure both sides, look at pages and faults, run slice by slice, measure again.</summary>
/// <param name="lab">The laboratory.</param>
/// <param name="by">Who runs.</param>
/// <param name="pid">Its PID.</param>
/// <param name="other">The one that shares pages with it and waits; null when there is none.</param>
/// <param name="workload">What runs.</param>
/// <param name="slices">In how many slices.</param>
/// <param name="prediction">What will be written.</param>
/// <param name="progress">Called after each slice.</param>
internal sealed class MeasuredRun(
    Laboratory lab, Role by, int pid, int? other, Workload workload, int slices, Reading<Prediction> prediction, IProgress<RunProgress>? progress)
{
    private readonly string _doing = $"running '{workload.Name}'";

    /// <param name="runSlice">Runs a slice: its number, from 0, and what to call it.</param>
    /// <param name="findEnd">How a process that turned out to be gone ended; null when it is unknown.</param>
    public async Task<Run> RunAsync(Func<int, string, Task<Outcome>> runSlice, Func<string, Task<Outcome>>? findEnd = null)
    {
        var points = new List<Point>();
        try
        {
            points.Add(new Point(0, Snapshot()));
        }
        catch (ProcVanishedException) when (findEnd is not null)
        {
            return Unbegun(await findEnd(_doing).ConfigureAwait(false));
        }

        lab.Options.Measured?.Invoke(pid, false);
        using var microscope = new Microscope(lab, pid, other, slices);
        // A page that no other process shares any more is written without a copy.
        var expected = prediction.Then(all => all.StillShared(microscope.OwnBefore));
        Outcome outcome = new Completed(by, _doing);
        for (var slice = 0; slice < slices && outcome.IsCompleted; slice++)
        {
            outcome = await runSlice(slice, _doing).ConfigureAwait(false);
            if (outcome is not (Completed or Raised)) break;
            try
            {
                points.Add(new Point((slice + 1.0) / slices, Snapshot()));
                microscope.NoteSlice();
            }
            catch (ProcVanishedException) when (findEnd is not null)
            {
                outcome = await findEnd(_doing).ConfigureAwait(false);
            }

            progress?.Report(new RunProgress(workload, slices, [.. points], expected));
        }

        if (outcome is Completed or Raised) lab.Options.Measured?.Invoke(pid, true);
        return microscope.Finish(new Run(workload, slices, points, outcome, expected) { By = by, Runtime = lab.Runtime.Name });
    }

    /// <summary>A run that did not begin. When child or parent is gone, there is no measurement.</summary>
    public Run Unbegun(Outcome why) => Microscope.Unread(
        new(workload, slices, LastSnapshot() is { } snapshot ? [new(0, snapshot)] : [], why, prediction) { By = by, Runtime = lab.Runtime.Name }, why.ToString(), lab.Options);

    private Snapshot Snapshot() => new(Meter.Measure(lab.ParentPid), by == Role.Child ? Meter.Measure(pid) : MeasureWaitingChild());

    // A waiting child that is killed meanwhile does not spoil the parent's run.
    private Measurement? MeasureWaitingChild()
    {
        try
        {
            return other is { } child ? Meter.Measure(child) : null;
        }
        catch (ProcVanishedException)
        {
            return null;
        }
    }

    private Snapshot? LastSnapshot()
    {
        try
        {
            return Snapshot();
        }
        catch (ProcException)
        {
            return null;
        }
    }
}
