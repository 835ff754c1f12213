using System.Net;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>What a page consists of.</summary>
/// <param name="Book">The book's title.</param>
/// <param name="Title">The window's title.</param>
/// <param name="Main">The content.</param>
/// <param name="Footer">What stands below it.</param>
/// <param name="Place">Where the page stands in the book; null for the index.</param>
/// <param name="Contents">The book's contents beside the page, or nothing.</param>
/// <param name="First">The page to which the index leads on, or null.</param>
/// <param name="Files">Scripts and style sheets of the book to load besides those of every page, in their order.</param>
internal sealed record PageParts(
    string Book, string Title, string Main, string Footer = "", PagePlace? Place = null, string Contents = "", PageEntry? First = null, IReadOnlyList<string>? Files = null);

/// <summary>The frame around every page.</summary>
internal static class Html
{
    // A page may load only the book's own files and inline content. The last two do not follow from the first.
    private const string Policy = "default-src 'self' file: data: blob: 'unsafe-inline' 'unsafe-eval'; form-action 'none'; base-uri 'none'";

    // No anchor of a heading has a dot.
    private const string MainId = "book.main";

    // Shown by the scripts, without which they do nothing.
    private const string Search = """
        <form class="search" role="search" hidden>
        <input type="search" aria-label="Search the book" placeholder="Search (/)" autocomplete="off" spellcheck="false">
        <div class="results" tabindex="-1" hidden><p role="status"></p><ol></ol></div>
        </form>
        """;

    private const string Keys = """
        <p class="keys" hidden><label><input type="checkbox" checked> Keys:</label> <kbd>←</kbd> <kbd>→</kbd> (or <kbd>k</kbd> <kbd>j</kbd>, <kbd>p</kbd> <kbd>n</kbd>) the page before and after, <kbd>/</kbd> search</p>
        """;

    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    /// <summary>A whole page.</summary>
    public static string Page(PageParts page) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <title>{Text(page.Title)}</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="book.css">
        {string.Concat((page.Files ?? []).Concat(["reader.js", "search.js"]).Select(Loaded))}</head>
        <body data-book="{Text(page.Book)}"{(page.Contents.Length == 0 ? " class=\"alone\"" : "")}>
        <a class="skip" href="#{MainId}">Skip to the content</a>
        <header>
        <a class="home" href="index.html">{Text(page.Book)}</a>
        {Steps(page, "Pages before and after")}
        {Search}
        </header>
        {page.Contents}
        <main id="{MainId}" tabindex="-1">
        {page.Main}
        </main>
        <footer>
        {Steps(page, "Pages before and after, at the end")}
        {page.Footer}
        {Keys}
        </footer>
        </body>
        </html>

        """;

    private static string Loaded(string file) => file.EndsWith(".css", StringComparison.Ordinal) ? $"<link rel=\"stylesheet\" href=\"{file}\">\n" : $"<script defer src=\"{file}\"></script>\n";

    private static string Steps(PageParts page, string label)
    {
        var (previous, next) = (page.Place?.Previous, page.Place is { } place ? place.Next : page.First);
        return previous is null && next is null ? "" : $"<nav class=\"steps\" aria-label=\"{label}\">{Step(previous, "prev", "← ", "")}{Step(next, "next", "", " →")}</nav>";
    }

    private static string Step(PageEntry? page, string relation, string before, string after) =>
        page is null ? "<span></span>" : $"<a rel=\"{relation}\" href=\"{page.Url}\">{before}<span>{Text(page.Title)}</span>{after}</a>";
}
