using CowNotebooks.Notebooks;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow clean</c>: makes notebooks clean to commit.</summary>
internal sealed class CleanCommand : CowCommand
{
    public const string Verb = "clean";

    public const string Says =
        "Strips outputs, execution counts and stray metadata from notebooks, makes them valid nbformat 4.5, and writes the links between the notebooks of a course and its table in README.md.";

    public CleanCommand()
        : base(Verb, Says, "cow clean", "cow clean notebooks/04-copy-on-read.ipynb")
    {
        var notebooks = new NotebooksArgument();
        Add(notebooks);
        SetAction(parsed => Run(parsed.GetValue(notebooks) ?? []));
    }

    private static int Run(string[] named)
    {
        var paths = NotebookFiles.Find(named);
        var courses = new Courses(paths);
        foreach (var path in paths)
        {
            var notebook = Notebook.Load(path);
            var clean = courses.Navigated(path, Cleaner.Clean(notebook));
            if (NotebookFiles.IsDib(path) || ReferenceEquals(clean, notebook)) continue;
            clean.Save(path);
            Console.WriteLine(Terminal.PrintableLines($"{path}: cleaned"));
        }

        foreach (var (path, text) in courses.OutdatedTables())
        {
            WholeFile.Write(path, text);
            Console.WriteLine($"{path}: the table of notebooks was written");
        }

        return ExitCodes.Ok;
    }
}
