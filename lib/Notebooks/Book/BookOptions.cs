namespace CowNotebooks.Notebooks.Book;

/// <summary>The settings of a book.</summary>
/// <param name="Title">The book's title, on the index and above each page.</param>
/// <param name="PlotlyScript">
/// Opens plotly.js, which is copied into the book once and draws the charts. Null: a chart is shown as the HTML or the picture in its output.
/// </param>
/// <param name="Drawing">What draws formulas and diagrams, copied into the book once where a page has any. Null: their source is shown.</param>
/// <param name="LanguageOf">
/// The language of a kernel that the book does not know (<c>#!child</c>), given its name and the sources of the code cells before it; null when it is not known.
/// </param>
public sealed record BookOptions(
    string Title, Func<Stream>? PlotlyScript = null, DrawingScripts? Drawing = null, Func<string, IReadOnlyList<string>, string?>? LanguageOf = null);
