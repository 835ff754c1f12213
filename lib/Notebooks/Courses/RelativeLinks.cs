using CowNotebooks.Notebooks.Book.Rendering;

namespace CowNotebooks.Notebooks.Courses;

/// <summary>The links of one file to others beside it, and to their headings.</summary>
/// <param name="path">The file, a notebook or markdown.</param>
internal sealed class RelativeLinks(string path)
{
    private readonly Dictionary<string, IReadOnlySet<string>> _anchors = [];

    /// <summary>Why a link leads nowhere; null when it leads somewhere, or out of the machine.</summary>
    public string? WhyBroken(string target)
    {
        if (target.Length == 0) return "a link leads nowhere";
        if (target.StartsWith("//", StringComparison.Ordinal) || target.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            && target[..colon].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.')) return null;
        var hash = target.IndexOf('#', StringComparison.Ordinal);
        var (file, anchor) = hash < 0 ? (target, "") : (target[..hash], Uri.UnescapeDataString(target[(hash + 1)..]));
        var full = file.Length == 0 ? Path.GetFullPath(path) : Path.GetFullPath(Uri.UnescapeDataString(file), Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!Path.Exists(full)) return $"the link to {file} leads to no file";
        return anchor.Length == 0 || Path.GetExtension(full) is not (".ipynb" or ".md") || AnchorsOf(full).Contains(anchor) ? null : $"the link to {target} leads to no heading";
    }

    private IReadOnlySet<string> AnchorsOf(string file)
    {
        if (_anchors.TryGetValue(file, out var known)) return known;
        var sources = Path.GetExtension(file) == ".ipynb" ? Notebook.Load(file).Cells.Where(cell => cell.Kind == CellKind.Markdown).Select(cell => cell.Source) : [File.ReadAllText(file)];
        var anchors = new HashSet<string>();
        foreach (var outline in sources.Select(Outline.Of))
        {
            anchors.UnionWith(outline.Ids);
            // As GitHub and the book write them, and as Jupyter does.
            foreach (var (_, text) in outline.Headings) anchors.UnionWith([MarkdownHtml.Slug(text), text.Replace(' ', '-')]);
        }

        return _anchors[file] = anchors;
    }
}
