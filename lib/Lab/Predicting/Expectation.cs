namespace CowNotebooks.Lab.Predicting;

/// <summary>What a run is expected to write.</summary>
/// <param name="Variable">The variable of the parent that holds the elements; null when nothing shared is written.</param>
/// <param name="Word">Which word of each; null for the first that the parent describes.</param>
/// <param name="Stride">Only the pages whose number is a multiple of it.</param>
internal sealed record Expectation(string? Variable, Word? Word = null, int Stride = 1);
