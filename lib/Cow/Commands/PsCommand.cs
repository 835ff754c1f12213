using System.CommandLine;
using System.Text.RegularExpressions;
using CowNotebooks.Cow.Measuring;
using CowNotebooks.Procfs;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow ps</c>: the memory of real processes.</summary>
internal sealed class PsCommand : CowCommand
{
    public const string Verb = "ps";

    public const string Says = "Shows how much memory processes use: Private (USS) + Shared = RAM used (PSS), RSS, Swap, page faults, and the command line.";

    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    private readonly Option<string[]> _pids = new("--pid", "-p")
    {
        Description = "Only this process. May be repeated.",
        HelpName = "PID",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _tree = new("--tree") { Description = "The named processes, or all, with their descendants, children below their parent." };
    private readonly Option<string?> _name = new("--name") { Description = "Only processes whose name or command line matches, as a regular expression.", HelpName = "PATTERN" };
    private readonly Option<bool> _byProgram = new("--by-program") { Description = "A row for each program, with the sums of its processes." };
    private readonly Option<string?> _sort = new("--sort") { Description = "The largest first by a column, or by name or pid. [default: the RAM it takes]", HelpName = "COLUMN" };
    private readonly Option<string?> _columns = new("--columns") { Description = "Which columns, with commas between them, see below.", HelpName = "NAMES" };
    private readonly Option<bool> _all = new("--all") { Description = "Every column: lines of some 110 characters." };
    private readonly Option<bool> _wide = new("--wide", "-w") { Description = "Command lines in full; otherwise cut to the width of the terminal, or to 80 columns where there is none." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    private readonly Option<string?> _proc = new("--proc") { Description = "Another /proc than this machine's, such as a copy of one.", HelpName = "DIR" };

    public PsCommand()
        : base(Verb, Says,
            "cow ps",
            "cow ps --tree -p 1234",
            "cow ps --name gunicorn --columns uss,pss,shared_dirty,pid",
            "cow ps --by-program --sort swap")
    {
        foreach (var option in new Option[] { _pids, _tree, _name, _byProgram, _sort, _columns, _all, _wide, _json, _proc }) Add(option);
        SetAction(Run);
    }

    public override bool OnlyPrints => true;

    protected override IEnumerable<string> Details =>
        ["Columns:", .. ProcessColumn.All.SelectMany(column => Terminal.Wrapped($"  {column.Name,-12} {column.Says}{(column.IsUsual ? "" : "; not shown by default")}", 15)), ""];

    private int Run(ParseResult parsed)
    {
        var proc = parsed.GetValue(_proc) is { } root ? new ProcFs(root) : new ProcFs();
        var pids = (parsed.GetValue(_pids) ?? []).Select(typed => Numbers.Pid("--pid", typed, "cow ps -p 1234")).ToList();
        foreach (var pid in pids) proc.Process(pid).RequireProcess();
        var (tree, sort, pattern) = (parsed.GetValue(_tree), parsed.GetValue(_sort)?.ToLowerInvariant(), parsed.GetValue(_name));
        if (tree && (sort is not null || parsed.GetValue(_byProgram))) throw new UsageException("--tree has an order of its own: leave out --sort and --by-program.");
        if (pids.Count > 0 && pattern is not null) throw new UsageException("--pid and --name both choose the processes. Leave one of them out.");
        // What is mistyped is said before anything is read.
        if (sort is not (null or "name" or "pid")) ProcessColumn.Named(sort);
        ProcessColumn.Chosen(parsed.GetValue(_columns), parsed.GetValue(_all), []);

        var matching = pattern is null ? null : ProcessList.Matching(proc, Pattern(pattern));
        if (matching is { Count: 0 })
        {
            Console.Error.WriteLine($"No process has a name or command line that matches '{pattern}'. cow ps shows them all.");
            return ExitCodes.Failed;
        }

        var list = tree ? ProcessList.Tree(proc, matching ?? pids) : pids.Count > 0 ? ProcessList.Named(proc, pids) : ProcessList.All(proc, matching);
        if (sort is not null) list = list.SortedBy(sort);
        Show(parsed, list);
        // As ps(1) does when a named process does not exist. A tree may begin at one without memory.
        return list.Processes.Any(process => pids.Contains(process.Pid) && !process.IsRead && (process.ParentPid is null || !tree)) ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private void Show(ParseResult parsed, ProcessList list)
    {
        var programs = parsed.GetValue(_byProgram) ? ProgramMemory.Group(list.Processes, parsed.GetValue(_sort)?.ToLowerInvariant()) : null;
        if (parsed.GetValue(_json)) WriteJson(list, programs);
        else WriteTable(parsed, list, programs);
    }

    private static void WriteJson(ProcessList list, IReadOnlyList<(ProgramMemory Program, IReadOnlyList<ProcessMemory> Processes)>? programs) =>
        Console.WriteLine(programs is null ? Json.Write(list) : Json.Write(new { Programs = programs.Select(one => one.Program), list.Total, list.Denied, list.Notes }));

    private void WriteTable(ParseResult parsed, ProcessList list, IReadOnlyList<(ProgramMemory Program, IReadOnlyList<ProcessMemory> Processes)>? programs)
    {
        var view = new ProcessView(ProcessColumn.Chosen(parsed.GetValue(_columns), parsed.GetValue(_all), list.Processes), parsed.GetValue(_wide));
        if (programs is null) ProcessTable.Write(list, view);
        else ProcessTable.WritePrograms(list, programs, view);
    }

    private static Regex Pattern(string typed)
    {
        try
        {
            return new(typed, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MatchLimit);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--name '{typed}' is not a regular expression: {error.Message}");
        }
    }
}
