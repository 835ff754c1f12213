using System.CommandLine;
using System.Globalization;
using CowNotebooks.Cow.Measuring;
using CowNotebooks.Procfs;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow ps</c>: the memory of real processes.</summary>
internal sealed class PsCommand : Command
{
    private const double Megabyte = 1024 * 1024;
    private readonly Option<string[]> _pids = new("--pid", "-p")
    {
        Description = "Only this process. May be repeated.",
        HelpName = "PID",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _tree = new("--tree") { Description = "The named processes, or all, and those below them, children below their parent." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

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
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var proc = new ProcFs();
        var pids = (parsed.GetValue(_pids) ?? []).Select(Pid).ToList();
        var list = parsed.GetValue(_tree) ? ProcessList.Tree(proc, pids) : pids.Count > 0 ? ProcessList.Named(proc, pids) : ProcessList.All(proc);
        if (parsed.GetValue(_json)) Console.WriteLine(Json.Write(list));
        else Write(list);
        return ExitCodes.Ok;
    }

    private static int Pid(string typed) => Numbers.Whole("--pid", typed, int.MaxValue) is > 0 and var pid
        ? (int)pid
        : throw new UsageException($"There is no process {typed}: PIDs begin at 1. Name a PID, as in cow ps -p 1234.");

    private static void Write(ProcessList list)
    {
        var table = Terminal.Table(1, "MB", "USS", "+ Shared", "= PSS", "RSS", "Swap", "min_flt", "maj_flt", "PID");
        foreach (var process in list.Processes)
        {
            Terminal.AddRow(
                table,
                Label(process),
                Megabytes(process.UssBytes),
                Megabytes(process.SharedBytes),
                Megabytes(process.PssBytes),
                Megabytes(process.RssBytes),
                Megabytes(process.SwapBytes),
                process.MinorFaults.ToString(CultureInfo.InvariantCulture),
                process.MajorFaults.ToString(CultureInfo.InvariantCulture),
                process.Pid.ToString(CultureInfo.InvariantCulture));
        }

        if (list.Processes.Count > 1)
        {
            // RSS has no sum: it counts what is shared once for each process.
            Terminal.AddRow(
                table,
                "all",
                Megabytes(list.Processes.Sum(process => process.UssBytes)),
                Megabytes(list.Processes.Sum(process => process.SharedBytes)),
                Megabytes(list.Processes.Sum(process => process.PssBytes)),
                "",
                Megabytes(list.Processes.Sum(process => process.SwapBytes)));
        }

        Terminal.WriteParagraph("Private (USS) + Shared = RAM used (PSS)");
        Terminal.Write(table);
        if (list.Denied > 0)
            Terminal.WriteParagraph($"{list.Denied:N0} more may not be read by this user: run as root, with the right CAP_SYS_PTRACE.");
    }

    private static string Label(ProcessMemory process)
    {
        const int most = 16;
        var name = new string(' ', Math.Min(process.Depth, 8)) + Terminal.Printable(process.Name);
        return name.Length <= most ? name : $"{name[..(most - 1)]}…";
    }

    private static string Megabytes(long bytes) => (bytes / Megabyte).ToString("N1", CultureInfo.InvariantCulture);
}
