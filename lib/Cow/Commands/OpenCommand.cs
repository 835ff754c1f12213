using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using CowNotebooks.Jupyter;
using CowNotebooks.Lab.Diagnosing;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow open</c>: opens the notebooks in the installed Jupyter.</summary>
internal sealed class OpenCommand : CowCommand
{
    public const string Verb = "open";

    public const string Says = "Registers the Jupyter kernel and opens a notebook in the installed Jupyter.";

    // In order of preference.
    private static readonly string[] FrontEnds = ["jupyter-lab", "jupyter-notebook", "jupyter-nbclassic"];

    public OpenCommand()
        : base(Verb, Says, "cow open", "cow open notebooks/04-copy-on-read.ipynb")
    {
        var notebook = new Argument<string?>("NOTEBOOK") { Description = "A notebook or a folder. [default: notebooks/]", Arity = ArgumentArity.ZeroOrOne };
        Add(notebook);
        SetAction((parsed, cancel) => RunAsync(parsed.GetValue(notebook), cancel));
    }

    /// <summary>Jupyter receives SIGINT too and asks whether to stop; this command ends when it does.</summary>
    public override bool TakesInterrupts => true;

    private static async Task<int> RunAsync(string? notebook, CancellationToken cancel)
    {
        var path = notebook ?? (NotebookFiles.Root is { } root ? Path.Combine(root, "notebooks") : ".");
        if (!Path.Exists(path)) throw new UsageException($"There is no {path}. Name a notebook or a folder of them.");
        var program = FrontEnds.Select(SearchPath.Find).FirstOrDefault(found => found is not null)
            ?? throw new UsageException("No Jupyter is installed here. Install one (Debian: apt-get install jupyter-notebook; or: pip install jupyterlab), or open the folder in VS Code with the Jupyter extension after: cow kernel install");
        if (!KernelFolders.All().Any(folder => Directory.Exists(Path.Combine(folder, KernelSpec.DefaultName))))
            Console.WriteLine($"The Jupyter kernel is installed in {KernelSpec.Install(KernelFolders.User(), KernelSpec.DefaultName, KernelStartCommand.CommandLine(), force: false)}.");
        using var interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var process = Process.Start(new ProcessStartInfo(program, [path]))!;
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
        return process.ExitCode;
    }
}
