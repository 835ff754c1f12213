using System.CommandLine;
using CowNotebooks.Jupyter;
using CowNotebooks.Lab.Starting;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow kernel start</c>: what front ends run.</summary>
internal sealed class KernelStartCommand : CowCommand
{
    public KernelStartCommand()
        : base("start", "Runs the kernel; Jupyter front ends call this.", "cow kernel start connection.json")
    {
        var file = new Argument<string>("CONNECTION_FILE") { Description = "What the front end wrote: where to listen, and the key." };
        Add(file);
        SetAction((parsed, stop) => JupyterKernel.RunAsync(
            ConnectionFile.Load(parsed.GetValue(file)!), Environment.CurrentDirectory, Console.Error.WriteLine, stop));
    }

    /// <summary>It stops the cell that runs.</summary>
    public override bool TakesInterrupts => true;

    /// <summary>What starts this command later: an installed tool's command, which stays where it is when the tool is updated, or the runtime that runs now.</summary>
    public static IReadOnlyList<string> CommandLine()
    {
        var (program, library) = (Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "cow.dll"));
        var isTool = Path.GetFileName(program) == "cow" && Path.GetDirectoryName(program) != Path.GetDirectoryName(library);
        string[] start = isTool ? [program] : [DotNetHost.Path(), "exec", library];
        return [.. start, "kernel", "start"];
    }
}
