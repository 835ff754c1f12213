using CowNotebooks.Notebooks;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow clean</c>: makes notebooks clean to commit.</summary>
internal sealed class CleanCommand : CowCommand
{
    public CleanCommand()
        : base("clean", "Strips outputs, execution counts and stray metadata from notebooks, and makes them valid nbformat 4.5.", "cow clean", "cow clean notebooks/04-copy-on-read.ipynb")
    {
        var notebooks = new NotebooksArgument();
        Add(notebooks);
        SetAction(parsed => Run(parsed.GetValue(notebooks) ?? []));
    }

    private static int Run(string[] named)
    {
        foreach (var path in NotebookFiles.Find(named))
        {
            var notebook = Notebook.Load(path);
            var clean = Cleaner.Clean(notebook);
            if (NotebookFiles.IsDib(path) || ReferenceEquals(clean, notebook)) continue;
            clean.Save(path);
            Console.WriteLine($"{path}: cleaned");
        }
        return ExitCodes.Ok;
    }
}
