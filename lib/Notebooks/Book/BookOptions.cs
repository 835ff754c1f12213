namespace CowNotebooks.Notebooks.Book;

/// <summary>The settings of a book.</summary>
/// <param name="Title">The book's title, on the index and above each page.</param>
/// <param name="PlotlyScript">
/// Opens plotly.js, which is copied into the book once and draws the charts. Null: a chart is shown as the HTML or the picture in its output.
/// </param>
public sealed record BookOptions(string Title, Func<Stream>? PlotlyScript = null);
