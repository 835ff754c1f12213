namespace CowNotebooks.Notebooks.Book;

/// <summary>What was written of a book.</summary>
/// <param name="Index">The path of its first page.</param>
/// <param name="Unfinished">The file names of the pages that took too long and are left out.</param>
public sealed record WrittenBook(string Index, IReadOnlyList<string> Unfinished);
