using CowNotebooks.Notebooks;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow check</c>: whether notebooks are clean enough to commit.</summary>
internal sealed class CheckCommand : CowCommand
{
    public CheckCommand()
        : base("check", "Fails when a notebook holds outputs, execution counts or stray metadata, or is not valid nbformat 4.5, and names the cells.", "cow check")
    {
        var notebooks = new NotebooksArgument();
        Add(notebooks);
        SetAction(parsed => Run(parsed.GetValue(notebooks) ?? []));
    }

    private static int Run(string[] named)
    {
        var findings = NotebookFiles.Find(named).SelectMany(Findings).ToList();
        foreach (var finding in findings) Console.WriteLine(finding);
        if (findings.Count == 0) return ExitCodes.Ok;
        Console.Error.WriteLine("Run: cow clean");
        return ExitCodes.Failed;
    }

    // A .dib only has to be readable.
    private static IEnumerable<string> Findings(string path) =>
        Notebook.Load(path) is var notebook && NotebookFiles.IsDib(path) ? [] : Cleaner.Findings(notebook).Select(finding => $"{path}: {finding}");
}
