namespace CowNotebooks.Notebooks;

/// <summary>Why a cell failed.</summary>
/// <param name="Name">The exception's full type name, or a name of ours such as <c>CompilationError</c> or <c>TimeLimit</c>.</param>
/// <param name="Message">What happened, without the place.</param>
/// <param name="Place">Where: <c>cell 3, line 2</c> or <c>setup.dib, line 4</c>; null when no line of the notebook is known.</param>
/// <param name="Traceback">Everything a reader needs: place and message, the source around it, the user's own stack frames.</param>
public sealed record CellError(string Name, string Message, string? Place, IReadOnlyList<string> Traceback);
