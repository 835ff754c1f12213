namespace CowNotebooks.Notebooks.Book.Drawing;

/// <summary>The files that a page loads to draw what is on it. What the machine has of them is copied into the book when the first page needs it.</summary>
/// <param name="folder">The book's folder.</param>
/// <param name="options">The settings of the book.</param>
internal sealed class BookScripts(string folder, BookOptions options)
{
    private readonly HashSet<string> _copied = [];

    /// <summary>The scripts and style sheets for this content, in the order in which they must be loaded.</summary>
    /// <param name="main">The page's content.</param>
    /// <exception cref="NotebookException">A script cannot be copied.</exception>
    public IReadOnlyList<string> For(string main)
    {
        var files = new List<string>();
        if (options.PlotlyScript is not null && main.Contains("<figure class=\"chart\"", StringComparison.Ordinal)) files.Add("plotly.js");
        if (options.Drawing?.Katex is { } katex && main.Contains(FormulaHtml.Mark, StringComparison.Ordinal))
        {
            if (_copied.Add(katex)) CopyKatex(katex);
            files.AddRange(["katex/katex.min.css", "katex/katex.min.js"]);
        }
        if (options.Drawing?.Mermaid is { } mermaid && DiagramHtml.IsIn(main))
        {
            if (_copied.Add(mermaid)) WholeFile.Copy(mermaid, Path.Combine(folder, "mermaid.min.js"));
            files.Add("mermaid.min.js");
        }
        return files.Count == 0 ? files : [.. files, "book.js"];
    }

    private void CopyKatex(string from)
    {
        // Of the three forms of each font every browser takes the first that its style sheet names.
        string[] fonts = Directory.Exists(Path.Combine(from, "fonts")) ? Directory.GetFiles(Path.Combine(from, "fonts"), "*.woff2") : [];
        foreach (var file in fonts.Append(Path.Combine(from, "katex.min.js")).Append(Path.Combine(from, "katex.min.css")))
            WholeFile.Copy(file, Path.Combine(folder, "katex", Path.GetRelativePath(from, file)));
    }
}
