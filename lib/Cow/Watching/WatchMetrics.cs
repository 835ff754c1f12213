using System.Globalization;
using System.Text;
using CowNotebooks.Lab;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Cow.Watching;

/// <summary>
/// The last look as OpenMetrics text 1.0 (prometheus.io/docs/specs/om/open_metrics_spec), which the textfile collector of Prometheus' node exporter reads too:
/// it has no time stamps. That reads it by the rules of the text format 0.0.4, in which a TYPE line names the samples themselves: counters, cow_…_total, are untyped
/// there, and rate() works all the same. A process that has ended is no longer in it.
/// </summary>
internal static class WatchMetrics
{
    private static readonly string[] Units = ["bytes", "ratio", "seconds"];

    /// <summary>Replaces the file, in one step: a reader sees the old or the new one.</summary>
    /// <exception cref="NotebookException">It cannot be written.</exception>
    public static void Write(string path, WatchLook look) => WholeFile.Write(path, Text(look));

    /// <summary>The text.</summary>
    public static string Text(WatchLook look)
    {
        var text = new StringBuilder();
        foreach (var figure in WatchFigures.Rows.Where(figure => figure.Kind != WatchKind.Rate))
        {
            Family(text, Snake(figure.Name), figure.Kind == WatchKind.Counter, figure.Says, look.Processes.Select(process =>
                ($"pid=\"{process.Pid}\",name=\"{Escaped(process.Name)}\"", process[figure])));
        }

        Family(text, "watch_processes", false, "processes that are watched", [("", look.Processes.Count)]);
        Family(text, "watch_interval_seconds", false, "the time between two readings of memory", [("", look.Interval.TotalSeconds)]);
        Family(text, "watch_cpu_seconds", true, "CPU time that cow watch itself has used", [("", look.Own.CpuTime.TotalSeconds)]);
        return text.Append("# EOF\n").ToString();
    }

    private static void Family(StringBuilder text, string name, bool isCounter, string help, IEnumerable<(string Labels, double? Value)> samples)
    {
        text.Append(CultureInfo.InvariantCulture, $"# TYPE cow_{name} {(isCounter ? "counter" : "gauge")}\n");
        if (Units.FirstOrDefault(unit => name.EndsWith($"_{unit}", StringComparison.Ordinal)) is { } known) text.Append(CultureInfo.InvariantCulture, $"# UNIT cow_{name} {known}\n");
        text.Append(CultureInfo.InvariantCulture, $"# HELP cow_{name} {Escaped(help)}\n");
        foreach (var (labels, value) in samples)
        {
            if (value is { } figure) text.Append(CultureInfo.InvariantCulture, $"cow_{name}{(isCounter ? "_total" : "")}{(labels.Length > 0 ? $"{{{labels}}}" : "")} {figure:R}\n");
        }
    }

    /// <summary>"ussBytes" becomes "uss_bytes".</summary>
    private static string Snake(string name) => string.Concat(name.Select(letter => char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
