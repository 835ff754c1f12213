namespace CowNotebooks.Notebooks.Book.Highlighting;

/// <summary>A piece of code on one line.</summary>
/// <param name="Text">The piece.</param>
/// <param name="Class">Its CSS class, or null.</param>
internal readonly record struct CodeToken(string Text, string? Class);
