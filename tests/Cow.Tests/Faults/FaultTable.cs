using System.Text;

namespace CowNotebooks.Cow.Tests.Faults;

/// <summary>The faults and what came of them, as FAULTS.md shows them.</summary>
internal static class FaultTable
{
    private const string Head = """
        # What goes wrong, and what comes of it

        Made by `FaultTests`, which brings about each of these faults and looks at what is left: no process, running or stopped, no folder of a session, no FIFO, no
        open file. The test fails when a line differs from this file; `COW_APPROVE=1` writes it anew. "Open another" means that the next use of the laboratory says so.

        """;

    /// <summary>A row for each fault, by parts; where the same goes wrong at every step, a first table shows the outcomes alone.</summary>
    public static string Of(IReadOnlyList<(Fault Fault, Ending Ending)> rows)
    {
        var text = new StringBuilder(Head);
        foreach (var part in rows.GroupBy(row => row.Fault.Part))
        {
            text.Append($"\n## {part.Key}\n");
            var (steps, ways) = (part.Select(row => row.Fault.Step).Distinct().ToList(), part.Select(row => row.Fault.What).Distinct().ToList());
            if (ways.Count > 2 && part.Any(row => row.Ending.Afterwards == Ending.GoesOn) && part.Count() > steps.Count * ways.Count / 2) Matrix(text, [.. part], steps, ways);
            text.Append("\n| step | what goes wrong | outcome | what is said | afterwards |\n|---|---|---|---|---|\n");
            foreach (var (fault, ending) in part) text.Append(Row(fault, ending)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The line of one fault.</summary>
    public static string Row(Fault fault, Ending ending) => $"| {fault.Step} | {fault.What} | {ending.Name} | {ending.Says.Replace("|", "\\|", StringComparison.Ordinal)} | {ending.Afterwards} |";

    /// <summary>What a line is about, without what came of it.</summary>
    public static string Key(Fault fault) => $"| {fault.Step} | {fault.What} | ";

    private static void Matrix(StringBuilder text, IReadOnlyList<(Fault Fault, Ending Ending)> rows, List<string> steps, List<string> ways)
    {
        text.Append($"\n✗: the laboratory is lost.\n\n| step | {string.Join(" | ", ways)} |\n|---|{string.Concat(ways.Select(_ => "---|"))}\n");
        foreach (var step in steps)
        {
            var cells = ways.Select(way => rows.FirstOrDefault(row => row.Fault.Step == step && row.Fault.What == way).Ending)
                .Select(ending => ending is null ? "" : ending.Afterwards == Ending.GoesOn ? ending.Name : $"{ending.Name} ✗");
            text.Append($"| {step} | {string.Join(" | ", cells)} |\n");
        }
    }
}
