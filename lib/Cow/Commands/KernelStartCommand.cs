using System.CommandLine;
using CowNotebooks.Jupyter;
using CowNotebooks.Lab.Starting;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow kernel start</c>: the command that front ends run.</summary>
internal sealed class KernelStartCommand : CowCommand
{
    public KernelStartCommand()
        : base("start", "Runs the Jupyter kernel; front ends call this.", "cow kernel start connection.json")
    {
        var file = new Argument<string>("CONNECTION_FILE") { Description = "The file that the front end wrote: addresses to listen on, and the key." };
        Add(file);
        SetAction((parsed, stop) => JupyterKernel.RunAsync(
            ConnectionFile.Load(parsed.GetValue(file)!), Environment.CurrentDirectory, Console.Error.WriteLine, stop));
    }

    /// <summary>SIGINT interrupts the running cell.</summary>
    public override bool TakesInterrupts => true;

    /// <summary>The command line that starts this command later: an installed tool's command, whose path survives updates, or the current runtime.</summary>
    public static IReadOnlyList<string> CommandLine()
    {
        var (program, library) = (Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "cow.dll"));
        var isTool = Path.GetFileName(program) == "cow" && Path.GetDirectoryName(program) != Path.GetDirectoryName(library);
        string[] start = isTool ? [program] : [DotNetHost.Path(), "exec", library];
        return [.. start, "kernel", "start"];
    }
}
