using CowNotebooks.Lab.Predicting;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>A run in progress.</summary>
/// <param name="Workload">What runs.</param>
/// <param name="Slices">In how many slices.</param>
/// <param name="Points">The growth curve so far: one point before the first slice, and one for each that is done.</param>
/// <param name="Prediction">What was predicted before the run.</param>
public sealed record RunProgress(Workload Workload, int Slices, IReadOnlyList<Point> Points, Reading<Prediction> Prediction)
{
    /// <summary>How many slices are done.</summary>
    public int Done => Points.Count - 1;
}
