namespace CowNotebooks.Notebooks.Book.Highlighting;

/// <summary>Some lines of code in one language.</summary>
/// <param name="Source">The lines.</param>
/// <param name="Language">The language, or null for text that is in none.</param>
/// <param name="IsMagic">True for a line that speaks to the engine: <c>#!child</c>.</param>
internal sealed record CodePart(string Source, string? Language, bool IsMagic = false);
