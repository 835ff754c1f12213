using CowNotebooks.Notebooks;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow check</c>: whether notebooks are clean enough to commit.</summary>
internal sealed class CheckCommand : CowCommand
{
    public const string Verb = "check";

    public const string Says =
        "Fails when cow clean has something to do, and names the cells; of a course also when a link leads nowhere, headings leave out a level, or a cell is too wide or too long.";

    public CheckCommand()
        : base(Verb, Says, "cow check")
    {
        var notebooks = new NotebooksArgument();
        Add(notebooks);
        SetAction(parsed => Run(parsed.GetValue(notebooks) ?? []));
    }

    private static int Run(string[] named)
    {
        var paths = NotebookFiles.Find(named);
        var courses = new Courses(paths);
        List<string> cleaned = [.. paths.SelectMany(path => ToClean(path, courses)), .. courses.OutdatedTables().Select(table => $"{table.Path}: the table of notebooks is out of date")];
        List<string> byHand = [.. paths.SelectMany(path => courses.Findings(path).Select(finding => $"{path}: {finding}"))];
        foreach (var finding in cleaned.Concat(byHand)) Console.WriteLine(Terminal.PrintableLines(finding));
        if (cleaned.Count > 0) Console.Error.WriteLine("Run: cow clean");
        return cleaned.Count + byHand.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    // A .dib only has to be readable.
    private static IEnumerable<string> ToClean(string path, Courses courses)
    {
        var notebook = Notebook.Load(path);
        if (NotebookFiles.IsDib(path)) yield break;
        foreach (var finding in Cleaner.Findings(notebook)) yield return $"{path}: {finding}";
        if (!ReferenceEquals(courses.Navigated(path, notebook), notebook)) yield return $"{path}: the links to the notebooks before and after it are out of date";
    }
}
