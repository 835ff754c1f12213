using CowNotebooks.Lab;
using CowNotebooks.Procfs;
using CowNotebooks.Show.Drawing;

namespace CowNotebooks.Show;

public sealed partial class Table
{
    /// <summary>Runs side by side, one row each: faults, and what they left behind.</summary>
    /// <param name="runs">The runs, in order.</param>
    public static Table Compare(params Run[] runs) => new(
        $"What the faults of each workload left behind, in pages of {Figures.Count(Run.PageSize)} bytes. min_flt and maj_flt count faults.",
        [
            new("Workload", IsNumber: false), new("min_flt"), new("maj_flt"), new("Copied pages"), new("New pages"), new("Pages of zeros"), new("File pages"), new("USS growth pages"),
        ],
        runs.Select(string[] (run) =>
        [
            run.Workload.Name, Figures.Count(run.MinorFaultGrowth), Figures.Count(run.MajorFaultGrowth), Figures.Count(run.Copied?.Count), Figures.Count(run.Pages?.New.Count),
            Figures.Count(run.Pages?.Zero.Count), Figures.Count(run.Pages?.Changes.Count(PageChange.File)), Figures.Count(run.UssGrowthPages),
        ]),
        runs.Where(run => run.Pages is null).Select(run => $"{run.Workload.Name}: {run.PageMap.Why}"));
}
