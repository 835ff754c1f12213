using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;

namespace CowNotebooks.Cow.Watching;

/// <summary>Page faults as text: by what they did and which code took them.</summary>
internal static class FaultTable
{
    private const int MostRows = 20, MostLetters = 64;

    /// <summary>Writes it to standard output.</summary>
    public static void Write(WatchFaults faults)
    {
        if (faults.Count == 0)
        {
            Terminal.WriteParagraph("No page fault was recorded.");
        }
        else
        {
            var table = Terminal.Table(1, "page faults, by the code that took them", "count", "share");
            var rows = faults.ByCode;
            foreach (var row in rows.Take(MostRows))
                Terminal.AddRow(table, Cut($" {Name(row.Cause)}: {row.Code}"), FigureText.Count(row.Count), WatchColumns.Text(WatchKind.Ratio, (double)row.Count / faults.Count));
            if (rows.Count > MostRows) Terminal.AddRow(table, $" … and {rows.Count - MostRows:N0} more", FigureText.Count(rows.Skip(MostRows).Sum(row => row.Count)));
            Terminal.AddRow(table, $"all: {string.Join(", ", faults.ByCause.Select(cause => $"{FigureText.Count(cause.Count)} {Name(cause.Cause)}"))}", FigureText.Count(faults.Count));
            Terminal.Write(table);
        }

        Terminal.WriteParagraph(faults.Lost == 0 ? "No fault was lost (PERF_RECORD_LOST)."
            : $"{FigureText.Count(faults.Lost)} faults came too fast to be recorded (PERF_RECORD_LOST), and are missing here: watch fewer processes.");
        if (faults.CountOf(FaultCause.Copy) + faults.CountOf(FaultCause.Reuse) > 0)
            Terminal.WriteParagraph("copy and reuse may hold memory that was released by MADV_DONTNEED and touched again, which is new: the kernel does not report it.");
        if (!faults.SeesKernel) Terminal.WriteParagraph("Faults inside system calls are not recorded: run as root, or: sysctl kernel.perf_event_paranoid=1");
        foreach (var note in faults.Notes) Terminal.WriteParagraph(note);
    }

    /// <summary>"copy".</summary>
    public static string Name(FaultCause cause) => cause.ToString().ToLowerInvariant();

    private static string Cut(string text) => Terminal.PrintableWithin(text, MostLetters);
}
