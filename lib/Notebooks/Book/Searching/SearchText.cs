using System.Text.Json;

namespace CowNotebooks.Notebooks.Book.Searching;

/// <summary>The text of all pages, as a script that search.js loads: a page that was opened from a folder may load scripts, and nothing else.</summary>
internal sealed class SearchText
{
    private readonly List<object> _pages = [];

    /// <summary>Adds a page.</summary>
    public void Add(PageEntry page, IEnumerable<PageSection> sections) => _pages.Add(new
    {
        file = page.Url,
        title = page.Title,
        sections = sections.Where(section => section.Text.Length > 0 || section.Level > 0).Select(section => new[] { Uri.EscapeDataString(section.Anchor), section.Heading, section.Text }),
    });

    /// <summary>Writes the script.</summary>
    /// <param name="folder">The book's folder.</param>
    /// <exception cref="NotebookException">The folder cannot be written.</exception>
    public void Write(string folder) => WholeFile.Write(Path.Combine(folder, "search-text.js"), $"globalThis.bookText = {JsonSerializer.Serialize(_pages)};\n");
}
