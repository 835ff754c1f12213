using CowNotebooks.Notebooks.Book.Drawing;
using CowNotebooks.Notebooks.Book.Highlighting;
using CowNotebooks.Notebooks.Book.Rendering;
using CowNotebooks.Notebooks.Book.Searching;
using CowNotebooks.Notebooks.Running;

namespace CowNotebooks.Notebooks.Book;

/// <summary>
/// A book on disk: <c>index.html</c>, one page per notebook, and the files they load. Nothing in it comes from the network:
/// each page forbids it (Content-Security-Policy).
/// </summary>
public sealed class BookFolder
{
    private static readonly string[] Assets = ["book.css", "book.js", "reader.js", "search.js"];
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
    /// Writes the index, the pages, each linked with the one before and after it, and the text that readers search. A page that takes longer than
    /// <paramref name="pageLimit"/> is left out: one that says so stands in its place.
    /// </summary>
    /// <param name="pages">The pages in the order of the book.</param>
    /// <param name="pageLimit">How long one page may take; <see cref="TimeLimits.Page"/> when null.</param>
    /// <param name="progress">Told the file name of each page before it is written, from this thread.</param>
    /// <param name="cancel">Leaves the rest of the pages, and gives up the one at work.</param>
    /// <exception cref="NotebookException">The folder cannot be written.</exception>
    public async Task<WrittenBook> WriteAsync(
        IReadOnlyList<BookPage> pages, TimeSpan? pageLimit = null, Action<string>? progress = null, CancellationToken cancel = default)
    {
        var limit = pageLimit ?? TimeLimits.Page;
        var unfinished = new List<string>();
        var known = new List<PageEntry>();
        foreach (var page in pages)
        {
            // Its neighbours and the index show them.
            progress?.Invoke(page.File);
            var entry = await LimitedWork.DoAsync(() => PageEntry.Of(page, _folder), limit, cancel);
            known.Add(entry ?? PageEntry.Of(page.WithoutCells(), _folder));
            if (entry is null) unfinished.Add(page.File);
        }
        var (scripts, code, search) = (new BookScripts(_folder, _options), new CodeHtml(new Highlighter()), new SearchText());
        for (var at = 0; at < pages.Count; at++)
        {
            var (page, place) = (pages[at], new PagePlace(known, at));
            progress?.Invoke(page.File);
            var html = new NotebookHtml(_options, scripts, code, new LocalLinks(pages, page.Folder, _folder));
            var text = unfinished.Contains(page.File) ? null : await LimitedWork.DoAsync(() => html.Of(page, place), limit, cancel);
            if (text is not null) search.Add(place.Entry, text.Sections);
            WholeFile.Write(Path.Combine(_folder, page.File), text?.Html ?? UnfinishedHtml.Of(_options, page, place, limit));
            if (text is not null || unfinished.Contains(page.File)) continue;
            unfinished.Add(page.File);
            // The thread of this page may still be using them.
            (scripts, code) = (new BookScripts(_folder, _options), new CodeHtml(new Highlighter()));
        }
        search.Write(_folder);
        var index = Path.Combine(_folder, "index.html");
        var latest = pages.Select(page => Provenance.Of(page.Notebook.Metadata)).OfType<Provenance>().MaxBy(provenance => provenance.Date);
        WholeFile.Write(index, IndexHtml.Of(_options, known, latest));
        return new WrittenBook(index, unfinished);
    }
}
