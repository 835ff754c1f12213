namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>A cell could not be run, or threw. The message is the whole text that its author reads.</summary>
internal sealed class CellFailedException(string text) : Exception(text);
