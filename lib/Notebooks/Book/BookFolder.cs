using CowNotebooks.Notebooks.Book.Drawing;
using CowNotebooks.Notebooks.Book.Highlighting;
using CowNotebooks.Notebooks.Book.Rendering;

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

    /// <summary>Writes the index and the pages, each linked with the one before and after it.</summary>
    /// <param name="pages">The pages in their order.</param>
    /// <returns>The path of the index.</returns>
    /// <exception cref="NotebookException">The folder cannot be written.</exception>
    public string Write(IReadOnlyList<BookPage> pages)
    {
        var scripts = new BookScripts(_folder, _options);
        var code = new CodeHtml(new Highlighter());
        for (var at = 0; at < pages.Count; at++)
        {
            var links = new LocalLinks(pages, pages[at].Folder, _folder);
            var page = new NotebookHtml(_options, scripts, code, links).Of(pages[at], at > 0 ? pages[at - 1] : null, at + 1 < pages.Count ? pages[at + 1] : null);
            WholeFile.Write(Path.Combine(_folder, pages[at].File), page);
        }
        var index = Path.Combine(_folder, "index.html");
        WholeFile.Write(index, IndexHtml.Of(_options, pages));
        return index;
    }
}
