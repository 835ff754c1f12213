using System.Net;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>The frame around every page.</summary>
internal static class Html
{
    // A page may load only the book's own files and inline content.
    private const string Policy = "default-src 'self' file: data: blob: 'unsafe-inline' 'unsafe-eval'";

    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    /// <summary>A whole page.</summary>
    /// <param name="title">The window's title.</param>
    /// <param name="header">What stands above the content.</param>
    /// <param name="main">The content.</param>
    /// <param name="footer">What stands below it.</param>
    /// <param name="files">Scripts and style sheets of the book to load, in their order.</param>
    public static string Page(string title, string header, string main, string footer, params IEnumerable<string> files) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <title>{Text(title)}</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="book.css">
        {string.Concat(files.Select(Loaded))}</head>
        <body>
        <header>{header}</header>
        <main>
        {main}
        </main>
        <footer>{footer}</footer>
        </body>
        </html>

        """;

    private static string Loaded(string file) => file.EndsWith(".css", StringComparison.Ordinal) ? $"<link rel=\"stylesheet\" href=\"{file}\">\n" : $"<script defer src=\"{file}\"></script>\n";
}
