using System.CommandLine;
using CowNotebooks.Jupyter;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow kernel</c>: the kernel for Jupyter front ends.</summary>
internal sealed class KernelCommand : CowCommand
{
    public KernelCommand()
        : base(
            "kernel",
            "Makes the notebooks run in every Jupyter front end: VS Code, JupyterLab, Jupyter Notebook, nbclient.",
            "cow kernel install",
            "cow kernel install --sys-prefix --name cow",
            "cow kernel uninstall")
    {
        Add(new KernelInstallCommand());
        Add(new KernelUninstallCommand());
        Add(new KernelStartCommand());
    }
}

/// <summary><c>cow kernel install</c>: tells Jupyter of the kernel.</summary>
internal sealed class KernelInstallCommand : CowCommand
{
    public KernelInstallCommand()
        : base("install", "Tells Jupyter of the kernel.", "cow kernel install", "cow kernel install --prefix /usr/local")
    {
        var place = new KernelPlace(this);
        var force = new Option<bool>("--force") { Description = "Overwrites another program's kernel of that name." };
        Add(force);
        SetAction(parsed =>
        {
            var folder = KernelSpec.Install(place.Folder(parsed), place.Name(parsed), KernelStartCommand.CommandLine(), parsed.GetValue(force));
            Console.WriteLine($"The Jupyter kernel is installed in {folder}. Jupyter front ends show it as .NET (C#).");
        });
    }
}

/// <summary><c>cow kernel uninstall</c>: takes that back.</summary>
internal sealed class KernelUninstallCommand : CowCommand
{
    public KernelUninstallCommand()
        : base("uninstall", "Removes the kernel from Jupyter's list.", "cow kernel uninstall")
    {
        var place = new KernelPlace(this);
        SetAction(parsed => Console.WriteLine($"{KernelSpec.Uninstall(place.Folder(parsed), place.Name(parsed))} is removed."));
    }
}
