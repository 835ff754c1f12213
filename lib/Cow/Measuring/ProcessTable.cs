using System.Globalization;
using System.Text;

namespace CowNotebooks.Cow.Measuring;

/// <summary>How a list of processes is shown.</summary>
/// <param name="Columns">Which columns, and in which order.</param>
/// <param name="IsWide">Command lines are not cut.</param>
internal sealed record ProcessView(IReadOnlyList<ProcessColumn> Columns, bool IsWide);

/// <summary>A list of processes as text: a row for each, the sums, and the notes below. The command line stands last, and takes what is left of the line.</summary>
internal static class ProcessTable
{
    private const int LeastCommand = 16, MostIndent = 8;

    /// <summary>Writes it to standard output.</summary>
    public static void Write(ProcessList list, ProcessView view)
    {
        var rows = list.Processes.Select(process => new Row([.. view.Columns.Select(column => column.Cell(process))], new string(' ', Math.Min(process.Depth, MostIndent)) + process.Command)).ToList();
        Write(rows, list, view, view.Columns.Select(column => column.Title), "command");
    }

    /// <summary>Writes the sums of each program, the largest first.</summary>
    public static void WritePrograms(ProcessList list, IReadOnlyList<(ProgramMemory Program, IReadOnlyList<ProcessMemory> Processes)> programs, ProcessView view)
    {
        view = view with { Columns = [.. view.Columns.Where(column => column.HasTotal || column.Name == "pid")] };
        var rows = programs.Select(one => new Row([.. view.Columns.Select(column => column.Name == "pid" ? Count(one.Program.Count) : column.Total(one.Processes))], one.Program.Name)).ToList();
        Write(rows, list, view, view.Columns.Select(column => column.Name == "pid" ? "count" : column.Title), "program");
    }

    private static void Write(List<Row> rows, ProcessList list, ProcessView view, IEnumerable<string> titles, string last)
    {
        if (list.Processes.Count > 1) rows.Add(new([.. view.Columns.Select(column => column.Total(list.Processes))], "all"));
        var head = new Row([.. titles], last);
        var widths = new int[head.Cells.Length];
        foreach (var row in rows.Append(head))
        {
            for (var i = 0; i < widths.Length; i++) widths[i] = Math.Max(widths[i], row.Cells[i].Length);
        }

        // Of the line, and of the command at its end.
        var (numbers, commands) = (widths.Length, Terminal.Columns(last));
        foreach (var width in widths) numbers += width;
        var room = view.IsWide ? int.MaxValue : Math.Max(LeastCommand, Terminal.Width - numbers - 1);
        foreach (var row in rows)
        {
            row.Command = Fit(row.Command, room);
            commands = Math.Max(commands, Terminal.Columns(row.Command));
        }

        Terminal.WriteParagraph("Private (USS) + Shared = RAM used (PSS), in MB");
        Console.WriteLine(head.Line(widths));
        Console.WriteLine(new string('─', Math.Min(Terminal.Width, numbers + commands)));
        foreach (var row in rows) Console.WriteLine(row.Line(widths));
        Console.WriteLine();
        foreach (var note in Notes(list)) Terminal.WriteParagraph(note);
    }

    private static string Fit(string command, int room)
    {
        var safe = Terminal.Printable(command);
        if (Terminal.Columns(safe) > room) safe = WithoutFolder(safe);
        return Terminal.Cut(safe, room);
    }

    private sealed class Row(string[] cells, string command)
    {
        public string[] Cells => cells;

        public string Command { get; set; } = command;

        public string Line(int[] widths)
        {
            var line = new StringBuilder();
            for (var i = 0; i < widths.Length; i++) line.Append(' ', widths[i] - cells[i].Length).Append(cells[i]).Append(' ');
            return line.Append(Command).ToString();
        }
    }

    /// <summary>Where there is little room the folder of the program says least: "/usr/bin/python3 app.py" becomes "python3 app.py".</summary>
    private static string WithoutFolder(string command)
    {
        var start = command.Length - command.TrimStart(' ').Length;
        if (start == command.Length || command[start] != '/') return command;
        var end = command.IndexOf(' ', start) is >= 0 and var space ? space : command.Length;
        return command[..start] + command[(command.LastIndexOf('/', end - 1) + 1)..];
    }

    private static IEnumerable<string> Notes(ProcessList list)
    {
        foreach (var note in list.Notes) yield return note;
        // A field that the kernel lacks is missing for every process, and is reported once.
        foreach (var group in list.Processes.Where(process => process.Note is not null).GroupBy(process => process.Note!))
            yield return $"{string.Join(", ", group.Take(3).Select(process => $"{process.Pid} ({process.Name})"))}{(group.Count() > 3 ? $" and {group.Count() - 3:N0} more" : "")}: {group.Key}";
        if (list.Processes.Count > 1 && list.Total.SwapBytes is null)
            yield return "Swap has no sum: this kernel does not say SwapPss (since Linux 4.3), and shared swap would be counted more than once.";
        if (list.Denied > 0) yield return $"{list.Denied:N0} more may not be read by this user: run as root, with CAP_SYS_PTRACE.";
    }

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);
}
