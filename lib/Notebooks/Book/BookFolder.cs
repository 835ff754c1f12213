using CowNotebooks.Notebooks.Book.Drawing;
using CowNotebooks.Notebooks.Book.Highlighting;
using CowNotebooks.Notebooks.Book.Rendering;
using CowNotebooks.Notebooks.Running;

namespace CowNotebooks.Notebooks.Book;

/// <summary>
/// A book on disk: <c>index.html</c>, one page per notebook, and the files they load. Nothing in it comes from the network:
/// each page forbids it (Content-Security-Policy).
/// </summary>
public sealed class BookFolder
{
    private static readonly string[] Assets = ["book.css", "book.js"];
    private readonly string _folder;
    private readonly BookOptions _options;

    private BookFolder(string folder, BookOptions options)
    {
        _folder = folder;
        _options = options;
    }

    /// <summary>Makes the folder and writes the style and the scripts, so that an unwritable folder is reported before anything runs.</summary>
    /// <param name="folder">The book's folder.</param>
    /// <param name="options">The settings of the book.</param>
    /// <exception cref="NotebookException">The folder cannot be written.</exception>
    public static BookFolder Open(string folder, BookOptions options)
    {
        foreach (var name in Assets)
        {
            using var asset = typeof(BookFolder).Assembly.GetManifestResourceStream(name)!;
            WholeFile.Write(Path.Combine(folder, name), asset);
        }
        if (options.PlotlyScript is not null)
        {
            using var plotly = options.PlotlyScript();
            WholeFile.Write(Path.Combine(folder, "plotly.js"), plotly);
        }
        return new BookFolder(folder, options);
    }

    /// <summary>As <see cref="WriteAsync"/>, for pages that are known to be harmless.</summary>
    /// <returns>The path of the index.</returns>
    public string Write(IReadOnlyList<BookPage> pages) => WriteAsync(pages).GetAwaiter().GetResult().Index;

    /// <summary>
    /// Writes the index and the pages, each linked with the one before and after it. A page that takes longer than <paramref name="pageLimit"/> is left out: one that
    /// says so stands in its place.
    /// </summary>
    /// <param name="pages">The pages in their order.</param>
    /// <param name="pageLimit">How long one page may take; null for a minute.</param>
    /// <param name="progress">Called with the file name before each page; may be null.</param>
    /// <param name="cancel">Stops between pages, and gives up the one at work.</param>
    /// <exception cref="NotebookException">The folder cannot be written.</exception>
    public async Task<WrittenBook> WriteAsync(
        IReadOnlyList<BookPage> pages, TimeSpan? pageLimit = null, Action<string>? progress = null, CancellationToken cancel = default)
    {
        var limit = pageLimit ?? TimeLimits.Page;
        var unfinished = new List<string>();
        var known = new List<BookPage>();
        foreach (var page in pages)
        {
            // Its neighbours and the index show its title and summary.
            progress?.Invoke(page.File);
            var isRead = await LimitedWork.DoAsync(() => page.Title + page.Summary, limit, cancel) is not null;
            known.Add(isRead ? page : page.WithoutCells());
            if (!isRead) unfinished.Add(page.File);
        }
        var (scripts, code) = (new BookScripts(_folder, _options), new CodeHtml(new Highlighter()));
        for (var at = 0; at < known.Count; at++)
        {
            var page = known[at];
            progress?.Invoke(page.File);
            var (previous, next) = (at > 0 ? known[at - 1] : null, at + 1 < known.Count ? known[at + 1] : null);
            var html = new NotebookHtml(_options, scripts, code, new LocalLinks(known, page.Folder, _folder));
            var text = unfinished.Contains(page.File) ? null : await LimitedWork.DoAsync(() => html.Of(page, previous, next), limit, cancel);
            WholeFile.Write(Path.Combine(_folder, page.File), text ?? UnfinishedHtml.Of(_options, page, limit));
            if (text is not null || unfinished.Contains(page.File)) continue;
            unfinished.Add(page.File);
            // The thread of this page may still be using them.
            (scripts, code) = (new BookScripts(_folder, _options), new CodeHtml(new Highlighter()));
        }
        var index = Path.Combine(_folder, "index.html");
        WholeFile.Write(index, IndexHtml.Of(_options, known));
        return new WrittenBook(index, unfinished);
    }
}
