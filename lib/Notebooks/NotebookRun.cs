namespace CowNotebooks.Notebooks;

/// <summary>The result of executing a notebook.</summary>
/// <param name="Executed">The notebook with outputs, execution counts and its <see cref="Provenance"/>.</param>
/// <param name="Cells">How many code cells it has.</param>
/// <param name="Duration">From the engine's start to the last cell's end.</param>
/// <param name="Failure">The cell that ended the run, or null when all were run. The cells after it were not.</param>
/// <param name="Allowed">The cells that failed while errors were allowed, in their order.</param>
public sealed record NotebookRun(Notebook Executed, int Cells, TimeSpan Duration, CellFailure? Failure, IReadOnlyList<CellFailure> Allowed);

/// <summary>A cell that failed.</summary>
/// <param name="Number">Its number among the code cells, from 1.</param>
/// <param name="Error">Why.</param>
/// <param name="Output">Its output until then.</param>
/// <param name="IsEngineGone">True when the engine ended with the cell, so that no other cell can run.</param>
public sealed record CellFailure(int Number, CellError Error, string Output, bool IsEngineGone);

/// <summary>The progress of a run, reported before each code cell.</summary>
/// <param name="Number">The code cell about to run, from 1.</param>
/// <param name="Cells">How many there are.</param>
public sealed record CellProgress(int Number, int Cells);
