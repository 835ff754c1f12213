using System.CommandLine;
using CowNotebooks.Cow.Measuring;
using CowNotebooks.Procfs;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow ps</c>: the memory of real processes.</summary>
internal sealed class PsCommand : Command
{
    private readonly Option<string[]> _pids = new("--pid", "-p")
    {
        Description = "Only this process. May be repeated.",
        HelpName = "PID",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _tree = new("--tree") { Description = "The named processes, or all, with their descendants, children below their parent." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    private readonly Option<string?> _proc = new("--proc") { Description = "Another /proc than this machine's, such as a copy of one.", HelpName = "DIR" };

    public PsCommand()
        : base("ps", """
            Shows how much memory processes use: Private (USS) + Shared = RAM used (PSS), RSS, Swap, and page faults.

            Examples:
              cow ps
              cow ps --tree -p 1234
            """)
    {
        Add(_pids);
        Add(_tree);
        Add(_json);
        Add(_proc);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var proc = parsed.GetValue(_proc) is { } root ? new ProcFs(root) : new ProcFs();
        var pids = (parsed.GetValue(_pids) ?? []).Select(typed => Numbers.Pid("--pid", typed, "cow ps -p 1234")).ToList();
        var list = parsed.GetValue(_tree) ? ProcessList.Tree(proc, pids) : pids.Count > 0 ? ProcessList.Named(proc, pids) : ProcessList.All(proc);
        if (parsed.GetValue(_json)) Console.WriteLine(Json.Write(list));
        else ProcessTable.Write(list);
        // As ps(1) does when a named process does not exist. A tree may begin at one without memory.
        return list.Processes.Any(process => pids.Contains(process.Pid) && !process.IsRead && (process.ParentPid is null || !parsed.GetValue(_tree))) ? ExitCodes.Failed : ExitCodes.Ok;
    }
}
