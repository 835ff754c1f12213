using System.Text.RegularExpressions;
using CowNotebooks.Notebooks.Ipynb;

namespace CowNotebooks.Notebooks.Courses;

/// <summary>A notebook of a course: what its title cell says.</summary>
internal sealed partial class CoursePage
{
    /// <summary>The line that says where the navigation goes; the lines after it, up to an empty one, are generated.</summary>
    public const string Marker = "<!--NAVIGATION-->";
    private const string Goal = "Goal: ";

    private readonly Outline[] _prose;

    private CoursePage(string path, Notebook notebook)
    {
        (Path, Notebook) = (path, notebook);
        _prose = [.. notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown).Select(cell => Outline.Of(cell.Source))];
    }

    /// <summary>Its file.</summary>
    public string Path { get; }

    /// <summary>The notebook.</summary>
    public Notebook Notebook { get; }

    /// <summary>Reads it.</summary>
    /// <exception cref="NotebookException">It cannot be read.</exception>
    public static CoursePage Load(string path) => new(path, Notebook.Load(path));

    /// <summary>Whether the file is called as a notebook of a course: 04-copy-on-read.ipynb.</summary>
    public static bool IsOne(string path) => FileName().IsMatch(System.IO.Path.GetFileName(path));

    /// <summary>Whether the notebook has the line that marks it as one.</summary>
    public bool IsMarked => PlaceIn(Notebook) is not null;

    /// <summary>Whether it has a title.</summary>
    public bool HasTitle => _prose.Any(outline => outline.Title is not null);

    /// <summary>Whether it says its goal.</summary>
    public bool HasGoal => _prose.Any(outline => outline.ParagraphAfter(Goal) is not null);

    /// <summary>How long it takes, "about ten seconds"; null when it does not say.</summary>
    public string? Duration => DurationOf(Notebook);

    /// <summary>How long a notebook takes by its author's word, "about ten seconds"; null when it does not say.</summary>
    public static string? DurationOf(Notebook notebook) =>
        notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown).Select(cell => Takes().Match(cell.Source)).FirstOrDefault(match => match.Success)?.Groups[1].Value;

    /// <summary>A link to it, as markdown: number and title.</summary>
    /// <param name="from">The folder of the file that links.</param>
    /// <param name="inTable">Whether the link stands in a table.</param>
    public string Link(string from, bool inTable)
    {
        var title = _prose.Select(outline => outline.Title).FirstOrDefault(title => title is not null) is { } inlines && Outline.Phrase(inlines, inTable) is { Length: > 0 } text
            ? text : System.IO.Path.GetFileNameWithoutExtension(Path)[3..];
        var target = System.IO.Path.GetRelativePath(from, Path).Split('/').Select(Uri.EscapeDataString);
        return $"[{System.IO.Path.GetFileName(Path)[..2]} {title}]({string.Join('/', target)})";
    }

    /// <summary>Its row in a table of notebooks: link, goal, duration.</summary>
    public string Row(string from)
    {
        var goal = _prose.Select(outline => outline.ParagraphAfter(Goal)).FirstOrDefault(goal => goal is not null) is { } inlines ? Outline.Phrase(inlines, inTable: true).TrimEnd('.') : "";
        return $"| {Link(from, inTable: true)} | {goal} | {Duration} |";
    }

    /// <summary>A notebook with this navigation; itself when it has it, or has no line for it.</summary>
    /// <param name="notebook">The content of this page, perhaps cleaned.</param>
    /// <param name="navigation">One line of markdown.</param>
    public static Notebook With(Notebook notebook, string navigation)
    {
        if (PlaceIn(notebook) is not { } cell) return notebook;
        var source = Navigation().Replace(cell.Source, _ => navigation.Length > 0 ? $"{Marker}\n{navigation}" : Marker, 1);
        return source == cell.Source ? notebook : notebook.With(json => json["cells"]![cell.Position]!["source"] = JsonAccess.Lines(source));
    }

    private static Cell? PlaceIn(Notebook notebook) => notebook.Cells.FirstOrDefault(cell => cell.Kind == CellKind.Markdown && Navigation().IsMatch(cell.Source));

    [GeneratedRegex(@"^\d\d-.*\.ipynb$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^\*Takes (.+?)\.?\*", RegexOptions.Multiline)]
    private static partial Regex Takes();

    /// <summary>The line for the navigation and what is generated after it, without the line break at its end.</summary>
    [GeneratedRegex(@"^<!--NAVIGATION-->.*(?:\n.+)*", RegexOptions.Multiline)]
    public static partial Regex Navigation();
}
