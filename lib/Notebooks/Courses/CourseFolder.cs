using System.Text.RegularExpressions;

namespace CowNotebooks.Notebooks.Courses;

/// <summary>
/// The notebooks of a folder that are one course: NN-*.ipynb, when one of them has the line <c>&lt;!--NAVIGATION--&gt;</c>. From their order and titles come the links
/// from each to its neighbours, and the table of notebooks between <c>&lt;!--NOTEBOOKS--&gt;</c> and <c>&lt;!--/NOTEBOOKS--&gt;</c> of a README.md.
/// </summary>
public sealed partial class CourseFolder
{
    private readonly CoursePage[] _pages;

    private CourseFolder(string folder, CoursePage[] pages) => (Folder, _pages) = (folder, pages);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The course of a folder; null when its notebooks are none.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="NotebookException">The folder cannot be listed, or a notebook of the course in it cannot be read.</exception>
    public static CourseFolder? Open(string folder)
    {
        string[] files = Files(folder);
        // Other people's notebooks need not be readable.
        if (!files.Any(MayBeMarked)) return null;
        CoursePage[] pages = [.. files.Select(CoursePage.Load)];
        return pages.Any(page => page.IsMarked) ? new(Path.GetFullPath(folder), pages) : null;
    }

    /// <summary>Whether a notebook is one of the course.</summary>
    /// <param name="path">Its file.</param>
    public bool Has(string path) => Page(path) is not null;

    /// <summary>A notebook of the course with links to its neighbours; itself when they are there.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="notebook">Its content, perhaps cleaned.</param>
    public Notebook Navigated(string path, Notebook notebook)
    {
        if (Page(path) is not { } page) return notebook;
        var at = Array.IndexOf(_pages, page);
        string[] links =
        [
            at > 0 ? $"← {_pages[at - 1].Link(Folder, inTable: false)}" : "",
            at < _pages.Length - 1 ? $"{_pages[at + 1].Link(Folder, inTable: false)} →" : "",
        ];
        return CoursePage.With(notebook, string.Join(" · ", links.Where(link => link.Length > 0)));
    }

    /// <summary>What is to be corrected by hand in a notebook of the course, each in a phrase that names the cell.</summary>
    /// <param name="path">Its file.</param>
    public IReadOnlyList<string> Findings(string path) => Page(path) is { } page ? [.. NotebookFindings.Of(page)] : [];

    /// <summary>The files README.md of this folder and the one above in which the table of notebooks is not up to date, with the text that they should have.</summary>
    public IReadOnlyList<(string Path, string Text)> OutdatedTables()
    {
        var outdated = new List<(string, string)>();
        foreach (var path in new[] { Folder, Path.GetDirectoryName(Folder) }.OfType<string>().Select(folder => Path.Combine(folder, "README.md")).Where(File.Exists))
        {
            var text = File.ReadAllText(path);
            var table = string.Join('\n', _pages.Select(page => page.Row(Path.GetDirectoryName(path)!)));
            var right = Table().Replace(text, match => $"{match.Groups[1].Value}\n| notebook | goal | takes |\n|---|---|---|\n{table}\n{match.Groups[2].Value}");
            if (right != text) outdated.Add((path, right));
        }

        return outdated;
    }

    private CoursePage? Page(string path) => _pages.FirstOrDefault(page => Path.GetFullPath(page.Path) == Path.GetFullPath(path));

    private static string[] Files(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*.ipynb").Where(CoursePage.IsOne).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"The folder {folder} cannot be listed: {error.Message}", "Check its permissions: whether its notebooks are a course is told by all of them.", error);
        }
    }

    private static bool MayBeMarked(string file)
    {
        try
        {
            return File.ReadAllText(file).Contains("NAVIGATION--", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [GeneratedRegex("(<!--NOTEBOOKS-->).*?(<!--/NOTEBOOKS-->)", RegexOptions.Singleline)]
    private static partial Regex Table();
}
