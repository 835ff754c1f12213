using CowNotebooks.Forking;
using CowNotebooks.Lab.Measuring;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>A parent and the workers that have run so far, measured while all of them wait.</summary>
/// <param name="Parent">The parent.</param>
/// <param name="Workers">The workers, in the order in which they were forked; none at the first point.</param>
/// <param name="Run">What the last of them ran; null at the first point.</param>
public sealed record WorkersPoint(Measurement Parent, IReadOnlyList<Measurement> Workers, Run? Run)
{
    /// <summary>
    /// The RAM that they take together: the sum of PSS, in which a page that n processes share counts 1/n for each, without pages of files. Those exist once,
    /// and when they are shared with processes outside, the share of this family grows with each worker although nothing is taken.
    /// </summary>
    public long RamBytes => All.Sum(process => process.PssBytes) - (FileBytes ?? 0);

    /// <summary>Pages of files, by their share: the sum of Pss_File of smaps_rollup (since Linux 5.3); null when the kernel does not say, and then they are in <see cref="RamBytes"/>.</summary>
    public long? FileBytes { get; init; }

    /// <summary>Their page tables, which PSS does not count; null when the kernel does not say.</summary>
    public long? PageTableBytes => Sum(FigureTable.PageTables);

    /// <summary>What is swapped out of them, in bytes, undivided; null when the kernel does not say.</summary>
    public long? SwapBytes => Sum(FigureTable.Swap);

    private IEnumerable<Measurement> All => Workers.Prepend(Parent);

    /// <exception cref="ProcessFailedException">A worker was gone.</exception>
    /// <exception cref="ProcVanishedException">The parent was gone.</exception>
    internal static async Task<WorkersPoint> MeasureAsync(Laboratory lab, IReadOnlyList<Child> workers, Run? run)
    {
        var measured = new List<Measurement>();
        foreach (var worker in workers)
        {
            try
            {
                measured.Add(Meter.Measure(worker.Pid));
            }
            catch (ProcVanishedException)
            {
                throw new ProcessFailedException(await worker.FindEndAsync("waiting beside other workers").ConfigureAwait(false));
            }
        }

        var point = new WorkersPoint(Meter.Measure(lab.ParentPid), measured, run);
        return point with { FileBytes = point.Sum(FigureTable.PssOfFiles) };
    }

    private long? Sum(ProcessFigure figure) => All.Aggregate((long?)0, (sum, process) => sum + process[figure]);
}
