using System.Diagnostics;
using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing.Live;

namespace CowNotebooks.Show;

/// <summary>Runs that are charted while they go on.</summary>
public static class LiveChart
{
    // A reader sees no more updates than that, and a browser has to draw each.
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// As <c>child.RunAsync</c>, with a chart and a bar that grow during the run: <see cref="Chart.Growth(RunProgress)"/> ten times a second at most,
    /// and in the end <see cref="Chart.Growth(Run, long?)"/>.
    /// </summary>
    /// <param name="child">The child.</param>
    /// <param name="workload">What it does with the heap.</param>
    /// <param name="slices">In how many parts.</param>
    /// <param name="update">
    /// Shows a chart in the place of the one before: <c>display(Chart.NotStarted).Update</c>. Called between two slices, when parent and child wait and have been measured.
    /// </param>
    /// <param name="cancel">Ends the child.</param>
    /// <exception cref="LabUsageException">The runtime does not have that workload, or the number of slices makes no sense.</exception>
    public static async Task<Run> RunAsync(this Child child, Workload workload, int slices, Action<object> update, CancellationToken cancel = default)
    {
        var run = await child.RunAsync(workload, slices, new Updates(update), cancel).ConfigureAwait(false);
        update(Chart.Growth(run).Under(ProgressBar.Of(Math.Max(0, run.Points.Count - 1), slices)));
        return run;
    }

    // Not a Progress<T>: that would report from another thread, while the next slice is measured.
    private sealed class Updates(Action<object> update) : IProgress<RunProgress>
    {
        private long _last = Stopwatch.GetTimestamp();

        public void Report(RunProgress value)
        {
            if (value.Done == value.Slices || Stopwatch.GetElapsedTime(_last) < LeastInterval) return;
            update(Chart.Growth(value));
            _last = Stopwatch.GetTimestamp();
        }
    }
}
