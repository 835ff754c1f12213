using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Courses;

namespace CowNotebooks.Cow;

/// <summary>The courses that the notebooks of a command belong to.</summary>
/// <param name="paths">The notebooks.</param>
internal sealed class Courses(IEnumerable<string> paths)
{
    private readonly List<CourseFolder> _folders =
    [
        .. paths.Where(path => !NotebookFiles.IsDib(path)).Select(path => Path.GetDirectoryName(Path.GetFullPath(path))!).Distinct().Select(CourseFolder.Open)
            .OfType<CourseFolder>().Where(course => paths.Any(course.Has)),
    ];

    /// <summary>A notebook with the links to its neighbours; itself when it has them, or belongs to no course.</summary>
    public Notebook Navigated(string path, Notebook notebook) => Of(path)?.Navigated(path, notebook) ?? notebook;

    /// <summary>What is to be corrected by hand in a notebook.</summary>
    public IReadOnlyList<string> Findings(string path) => Of(path)?.Findings(path) ?? [];

    /// <summary>The tables of notebooks that are not up to date: the file, from here, and the text that it should have.</summary>
    public IEnumerable<(string Path, string Text)> OutdatedTables() =>
        _folders.SelectMany(course => course.OutdatedTables()).Select(table => (Path.GetRelativePath(Environment.CurrentDirectory, table.Path), table.Text));

    private CourseFolder? Of(string path) => _folders.FirstOrDefault(course => course.Has(path));
}
