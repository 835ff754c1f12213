using CowNotebooks.Lab.Predicting;

namespace CowNotebooks.Lab.Cells;

/// <summary>A cell that a child has run, as it can be run again.</summary>
/// <param name="Workload">What ran.</param>
/// <param name="Slices">In how many slices.</param>
/// <param name="Expected">What it was expected to write; null when nothing was said.</param>
internal sealed record DoneCell(Workload Workload, int Slices, Expectation? Expected);
