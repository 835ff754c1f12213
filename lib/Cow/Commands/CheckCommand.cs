using CowNotebooks.Notebooks;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow check</c>: whether notebooks are clean enough to commit.</summary>
internal sealed class CheckCommand : CowCommand
{
    public CheckCommand()
        : base("check", "Fails when a notebook holds outputs, execution counts or stray metadata, and names the cells.", "cow check")
    {
        var notebooks = new NotebooksArgument();
        Add(notebooks);
        SetAction(parsed => Run(parsed.GetValue(notebooks) ?? []));
    }

    private static int Run(string[] named)
    {
        var findings = NotebookFiles.Find(named).SelectMany(path => Cleaner.Findings(Notebook.Load(path)).Select(finding => $"{path}: {finding}")).ToList();
        foreach (var finding in findings) Console.WriteLine(finding);
        if (findings.Count == 0) return ExitCodes.Ok;
        Console.Error.WriteLine("Run: cow clean");
        return ExitCodes.Failed;
    }
}
