namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>Resolves the links of one page. Local targets are copied into the book; a link without a target becomes plain text.</summary>
/// <param name="pages">The book's pages.</param>
/// <param name="folder">The folder of the page's notebook.</param>
/// <param name="book">The book's folder.</param>
internal sealed class LocalLinks(IReadOnlyList<BookPage> pages, string folder, string book)
{
    /// <summary>The link to write, or null when its target is neither in the book nor on this machine.</summary>
    public string? Resolve(string url)
    {
        if (url.StartsWith('#') || IsRemote(url) || url.StartsWith("mailto:", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal)) return url;
        var hash = url.IndexOf('#');
        var (path, fragment) = hash < 0 ? (url, "") : (url[..hash], url[hash..]);
        path = Uri.UnescapeDataString(path);
        var name = Path.GetFileNameWithoutExtension(path);
        if (Path.GetExtension(path) is ".ipynb" or ".html" && pages.FirstOrDefault(page => page.Name == name) is { } other) return Uri.EscapeDataString(other.File) + fragment;
        return Copy(path) is { } copy ? copy + fragment : null;
    }

    /// <summary>True for a URL that would be fetched from the network.</summary>
    public static bool IsRemote(string url) => url.StartsWith("//", StringComparison.Ordinal) || Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "ftp";

    // images/a.png becomes files/images/a.png, ../data/b.csv becomes files/data/b.csv.
    private string? Copy(string path)
    {
        if (path.Length == 0 || path.Contains('\0')) return null;
        var source = Path.GetFullPath(path, folder);
        if (!File.Exists(source)) return null;
        var parts = Path.GetRelativePath(folder, source).Split('/').Where(part => part is not (".." or "."));
        var target = Path.Combine(["files", .. parts]);
        WholeFile.Copy(source, Path.Combine(book, target));
        return string.Join('/', target.Split('/').Select(Uri.EscapeDataString));
    }
}
