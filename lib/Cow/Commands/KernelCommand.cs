using System.CommandLine;
using CowNotebooks.Jupyter;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow kernel</c>: the Jupyter kernel for front ends.</summary>
internal sealed class KernelCommand : CowCommand
{
    public const string Verb = "kernel";

    public const string Says = "Makes the notebooks run in every Jupyter front end: VS Code, JupyterLab, Jupyter Notebook, nbclient.";

    public KernelCommand()
        : base(Verb, Says,
            "cow kernel install",
            "cow kernel install --sys-prefix --name cow",
            "cow kernel uninstall")
    {
        Add(new KernelInstallCommand());
        Add(new KernelUninstallCommand());
        Add(new KernelStartCommand());
    }
}

/// <summary><c>cow kernel install</c>: registers the Jupyter kernel.</summary>
internal sealed class KernelInstallCommand : CowCommand
{
    public KernelInstallCommand()
        : base("install", "Registers the Jupyter kernel.", "cow kernel install", "cow kernel install --prefix /usr/local")
    {
        var place = new KernelPlace(this);
        var force = new Option<bool>("--force") { Description = "Overwrites another program's Jupyter kernel of that name." };
        Add(force);
        SetAction(parsed =>
        {
            var folder = KernelSpec.Install(place.Folder(parsed), place.Name(parsed), KernelStartCommand.CommandLine(), parsed.GetValue(force));
            Console.WriteLine($"The Jupyter kernel is installed in {folder}. Jupyter front ends show it as .NET (C#).");
        });
    }
}

/// <summary><c>cow kernel uninstall</c>: removes it.</summary>
internal sealed class KernelUninstallCommand : CowCommand
{
    public KernelUninstallCommand()
        : base("uninstall", "Removes the Jupyter kernel.", "cow kernel uninstall")
    {
        var place = new KernelPlace(this);
        SetAction(parsed => Console.WriteLine($"{KernelSpec.Uninstall(place.Folder(parsed), place.Name(parsed))} is removed."));
    }
}
