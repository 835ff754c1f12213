namespace CowNotebooks.Notebooks.Book;

/// <summary>What the other pages and the index show of a page. Made once for each.</summary>
/// <param name="File">The page's file in the book.</param>
/// <param name="Number">The digits that its name begins with, or null.</param>
/// <param name="Title">Its title.</param>
/// <param name="Goal">What it is for, or null.</param>
/// <param name="Duration">How long it takes by its author's word, or null.</param>
/// <param name="Findings">What it found when it was run.</param>
/// <param name="Run">How the run went; null when it was not run.</param>
/// <param name="Notebook">The file of the executed notebook in the book's folder, or null when it is not there.</param>
internal sealed record PageEntry(string File, string? Number, string Title, string? Goal, string? Duration, IReadOnlyList<string> Findings, RunRecord? Run, string? Notebook)
{
    /// <summary>The link to it.</summary>
    public string Url => Uri.EscapeDataString(File);

    /// <summary>Reads the page's first cell and its findings.</summary>
    /// <param name="page">The page.</param>
    /// <param name="folder">The book's folder.</param>
    public static PageEntry Of(BookPage page, string folder)
    {
        var digits = string.Concat(page.Name.TakeWhile(char.IsAsciiDigit));
        var notebook = $"{page.Name}.ipynb";
        return new(
            page.File,
            digits.Length > 0 ? digits : null,
            page.Title,
            page.Summary,
            page.Duration,
            page.Findings,
            RunRecord.Of(page.Notebook.Metadata),
            System.IO.File.Exists(Path.Combine(folder, notebook)) ? notebook : null);
    }
}
