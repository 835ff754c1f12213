using System.Globalization;
using System.Runtime.InteropServices;

namespace CowNotebooks.Benchmarks.Table;

/// <summary>The table in a document, between two comments. Each line begins with the name of its row, so that one row can be measured anew and the others stay.</summary>
internal sealed class Document(string path)
{
    private const string Begin = "<!-- speed: written by tests/Benchmarks -->", End = "<!-- /speed -->";
    private const string Command = "dotnet run -c Release --project tests/Benchmarks -- table";

    private static readonly string[] Head =
    [
        "| row | what | ours | against | ratio | goal | met | measured |",
        "|---|---|---|---|---|---|---|---|",
    ];

    /// <summary>Puts the lines of one row in the place of those that are there.</summary>
    /// <param name="row">Its name.</param>
    /// <param name="order">The names of all rows, in their order in the table.</param>
    /// <param name="lines">What was measured.</param>
    /// <exception cref="InvalidOperationException">The document has no place for a table.</exception>
    public void Write(string row, IReadOnlyList<string> order, IReadOnlyList<Line> lines)
    {
        var text = File.ReadAllText(path);
        var (start, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (start < 0 || end < start) throw new InvalidOperationException($"{path} has no lines '{Begin}' and '{End}'. Put them where the table shall stand.");
        start += Begin.Length;
        // What was measured on another machine is no part of this table any more.
        var old = text[start..end].Contains(Machine, StringComparison.Ordinal) ? text[start..end].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)) : [];
        var date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var all = old.Where(line => RowOf(line) != row).Concat(lines.Select(line => Written(row, line, date))).OrderBy(line => order.ToList().IndexOf(RowOf(line)));
        var section = string.Join('\n', [
            "", "", $"`{Command}` measures all of this and writes it here, `{Command} ROW` one row. `{Machine}`", "", .. Head, .. all, ""]);
        File.WriteAllText(path, text[..start] + section + text[end..]);
    }

    private static string Machine =>
        $"{Model}, {Environment.ProcessorCount} processors, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, {RuntimeInformation.FrameworkDescription}";

    private static string Model =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':') + 1)..].Trim() : $"{RuntimeInformation.ProcessArchitecture}";

    private static string Written(string row, Line line, string date) =>
        $"| `{row}` | {line.What} | {line.Ours} | {line.Peer} | {line.Result} | {line.Goal} | {line.IsMet switch { true => "yes", false => "no", null => "" }} | {date} |";

    private static string RowOf(string line) => line.Split('`')[1];
}
