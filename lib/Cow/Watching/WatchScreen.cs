using System.Globalization;
using CowNotebooks.Lab;
using Spectre.Console;

namespace CowNotebooks.Cow.Watching;

/// <summary>The looks on standard output: a table that changes in place on a terminal, a line for each process and look elsewhere.</summary>
internal static class WatchScreen
{
    private const int LastEvents = 4, OtherLines = 8;

    /// <summary>Runs the work, which shows each look with what it is given.</summary>
    public static Task ShowAsync(WatchOptions options, Func<Action<WatchLook>, Task> work)
    {
        if (!Terminal.IsLive)
        {
            Console.WriteLine($"{"time",-8}{"PID",8}{WatchColumns.Heads}");
            var said = new HashSet<string>();
            return work(look => WriteLines(look, said));
        }

        var events = new List<string>();
        return AnsiConsole.Live(new Text("")).StartAsync(context => work(look =>
        {
            events.AddRange(Events(look));
            context.UpdateTarget(new Text(string.Join('\n', Screen(look, options, events))));
        }));
    }

    /// <param name="look">What to write.</param>
    /// <param name="said">The reasons that were said why memory was not read.</param>
    private static void WriteLines(WatchLook look, HashSet<string> said)
    {
        var time = Time(look);
        foreach (var line in Events(look)) Console.WriteLine($"{time} {line}");
        foreach (var process in look.Processes) Console.WriteLine($"{time}{process.Pid,8}{WatchColumns.Cells([process])}");
        if (look.Processes.Count > 1) Console.WriteLine($"{time}{"all",8}{WatchColumns.Cells(look.Processes)}");
        foreach (var process in look.Processes.Where(process => process.Why.Length > 0 && said.Add(process.Why))) Terminal.WriteParagraph($"{time} {process.Pid}: {process.Why}", indent: 2);
        Console.Out.Flush();
    }

    private static IEnumerable<string> Screen(WatchLook look, WatchOptions options, List<string> events)
    {
        var interval = WatchSummary.Stretched(look, options) is { } seconds ? $"reads memory every {seconds} s, to stay below 1 % of a core" : $"looks every {options.Every.TotalSeconds:0.###} s";
        yield return $"{Time(look)}  {interval} · Ctrl-C ends it";
        yield return $"{"PID",7} {"name",-8}{WatchColumns.Heads}";
        // What does not fit would scroll away, and be written again below.
        var most = Math.Max(1, AnsiConsole.Profile.Height - OtherLines);
        foreach (var process in look.Processes.Take(most)) yield return $"{process.Pid,7} {Name(process)}{WatchColumns.Cells([process])}";
        if (look.Processes.Count > most) yield return $"… and {look.Processes.Count - most:N0} more, which do not fit";
        if (look.Processes.Count > 1) yield return $"{"all",7} {look.Processes.Count,-8}{WatchColumns.Cells(look.Processes)}";
        foreach (var line in look.Processes.Where(process => process.Why.Length > 0).Take(1).Select(process => $"{process.Pid}: {process.Why}").Concat(events.TakeLast(LastEvents))) yield return line;
    }

    private static IEnumerable<string> Events(WatchLook look) =>
    [
        .. look.New.Select(process => $"{process.Pid} ({Terminal.Printable(process.Name)}) is new, a child of {process.ParentPid}"),
        .. look.Ended.Select(process => $"{process.Pid} ({Terminal.Printable(process.Name)}) has ended"),
    ];

    private static string Time(WatchLook look) => look.Time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Name(WatchedProcess process)
    {
        var name = Terminal.Cut(Terminal.Printable(process.Name), 8);
        return name + new string(' ', 8 - name.GetCellWidth());
    }
}
