using System.Globalization;
using CowNotebooks.Forking;
using CowNotebooks.Lab.Predicting;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Recording;

/// <summary>
/// Reports kept in files, for machines that lack the runtime: lines that begin with # say where and when it was measured, by which command, and the
/// figures of the whole run; then CSV, one row for each point of the curve of the run and of the no-op run. Sizes are bytes. A figure that was not
/// known is an empty field, with the reason in the head.
/// </summary>
public static class Recordings
{
    private const string RunColumn = "run", ProgressColumn = "progress", OfWorkload = "workload", OfNoop = "noop";
    private const string Provenance = "provenance", RuntimeName = "runtime",
        Version = "runtimeVersion", HeapName = "heap", Count = "count", WorkloadName = "workload", GcName = "gc", Size = "deepSize";

    /// <summary>What a head calls the command that makes the recording again.</summary>
    internal const string CommandName = "command";

    /// <summary>What the head of every recording says.</summary>
    private static readonly string[] Needed = [Provenance, RuntimeName, Version, HeapName, Count, WorkloadName, GcName, Size];

    /// <summary>Writes a report; an existing file is replaced only when all is written.</summary>
    /// <param name="report">A finished run.</param>
    /// <param name="path">Where to.</param>
    /// <param name="provenance">Machine and date, in one line.</param>
    /// <param name="command">The command that measures it again.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save(Report report, string path, string provenance, string command)
    {
        (string, string)[] facts =
        [
            (Provenance, provenance), (CommandName, command), (RuntimeName, report.Runtime), (Version, report.RuntimeVersion), (HeapName, report.Heap.Name),
            (Count, Convert.ToString(report.Heap.Count, CultureInfo.InvariantCulture) ?? ""), (WorkloadName, report.Workload.Name), (GcName, report.Gc.Name),
            (Size, RecordedSize.Write(report.DeepSize)), .. FigureTable.OfReport.Where(figure => figure.IsKept).Select(figure => (figure.Name, figure.Keep(report))),
        ];
        var rows = report.Run.Points.Select(point => Row(OfWorkload, point)).Concat(report.Noop?.Points.Select(point => Row(OfNoop, point)) ?? []);
        var header = CsvLine.Write([RunColumn, ProgressColumn, .. FigureTable.PointColumns.Select(column => column.Name)]);
        CsvLine.WriteFile(path, [.. facts.Select(fact => $"# {fact.Item1}: {fact.Item2.ReplaceLineEndings(" ")}"), header, .. rows]);
    }

    /// <summary>Reads a report; its <see cref="Report.Recorded"/> is the provenance. A figure that the file does not have is null.</summary>
    /// <exception cref="LabUsageException">The file is not there, or not a recording.</exception>
    public static Report Load(string path)
    {
        if (!File.Exists(path)) throw NotOne(path, "there is no such file");
        var lines = File.ReadAllLines(path);
        try
        {
            var facts = FactsOf(lines);
            if (Needed.FirstOrDefault(name => !facts.ContainsKey(name)) is { } missing) throw NotOne(path, $"it does not say its {missing}");
            var rows = Rows.Read(lines.SkipWhile(line => line.StartsWith('#')));
            var kept = FigureTable.OfReport.Where(figure => figure.IsKept && facts.ContainsKey(figure.Name)).ToDictionary(figure => figure.Name, figure => Kept(facts[figure.Name]));
            var (predicted, why) = kept.GetValueOrDefault(FigureTable.Predicted.Name);
            if (!rows[OfWorkload].Any()) throw NotOne(path, "it has no row of the run");
            var heap = facts[Count].Length > 0 ? Heap.Parse(facts[HeapName], long.Parse(facts[Count], CultureInfo.InvariantCulture)) : Heap.Own("", facts[HeapName]);
            var size = RecordedSize.Read(facts[Size]);
            return new Report
            {
                Runtime = facts[RuntimeName],
                RuntimeVersion = facts[Version],
                Heap = heap,
                Gc = Gc.Parse(facts[GcName]),
                DeepSize = size,
                Run = ToRun([.. rows[OfWorkload]], Workload.Parse(facts[WorkloadName]), predicted is { } pages ? new Prediction(pages) : Reading.None<Prediction>(why)) with
                {
                    Runtime = facts[RuntimeName],
                    Heap = new AllocatedHeap(heap, size),
                    RecordedCopied = kept.GetValueOrDefault(FigureTable.Copied.Name).Figure,
                },
                Noop = rows[OfNoop].Any() ? ToRun([.. rows[OfNoop]], Workload.Noop, new Prediction(0)) : null,
                Recorded = facts[Provenance],
                Kept = kept,
            };
        }
        catch (Exception error) when (error is FormatException or IndexOutOfRangeException or ArgumentOutOfRangeException or OverflowException)
        {
            throw NotOne(path, "a row is not as its header says");
        }
        catch (ArgumentException)
        {
            throw NotOne(path, "its head says something twice");
        }
    }

    /// <summary>Reads all reports of a folder whose file names match, in the order of these.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="pattern">What the names are like: "compare-*.csv".</param>
    /// <exception cref="LabUsageException">There are none, or one is not a recording.</exception>
    public static Report[] LoadAll(string folder, string pattern) =>
        Directory.Exists(folder) && Directory.GetFiles(folder, pattern) is { Length: > 0 } files
            ? [.. files.Order(StringComparer.Ordinal).Select(Load)]
            : throw NotOne(Path.Combine(folder, pattern), "there is no such file");

    /// <summary>The command in the head of a recording; null when there is none.</summary>
    public static string? CommandOf(string path) => FactsOf(File.ReadAllLines(path)).GetValueOrDefault(CommandName);

    /// <summary>What the head of a recording says, by name.</summary>
    /// <exception cref="ArgumentException">It says something twice.</exception>
    internal static Dictionary<string, string> FactsOf(IEnumerable<string> lines) => lines
        .TakeWhile(line => line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[2..].Split(": ", 2))
        .Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);

    private static string Row(string run, Point point) =>
        CsvLine.Write([run, point.Progress, .. FigureTable.PointColumns.Select(column => (object?)column.Figure(point.Snapshot))]);

    /// <summary>A number, or the reason why there is none.</summary>
    private static (long? Figure, string Why) Kept(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var figure) ? (figure, "") : (null, text);

    private static Run ToRun(Point[] points, Workload workload, Reading<Prediction> prediction) => new(
        workload, points.Length - 1, points, new Completed(Role.Child, $"running '{workload.Name}'"), prediction)
    {
        IsRecorded = true,
    };

    private static LabUsageException NotOne(string path, string why) =>
        new($"'{path}' is not a recorded run: {why}.", "Give the path of a recorded run in the folder data.");

    /// <summary>The rows of a recording. Columns are found by name, so a file may be older or newer than a figure.</summary>
    private sealed class Rows(string[] header)
    {
        /// <exception cref="FormatException">A row has more or fewer fields than the header, or a field is no number.</exception>
        public static ILookup<string, Point> Read(IEnumerable<string> lines)
        {
            var fields = lines.Select(line => line.Split(',')).ToList();
            var rows = new Rows(fields[0]);
            return fields.Skip(1).ToLookup(row => row[0], rows.ToPoint);
        }

        private Point ToPoint(string[] row) => row.Length == header.Length
            ? new(double.Parse(row[Index(ProgressColumn)], CultureInfo.InvariantCulture), new Snapshot(parent: ToMeasurement(row, Role.Parent), child: ToMeasurement(row, Role.Child)))
            : throw new FormatException();

        private Measurement ToMeasurement(string[] row, Role role) => new(
            pid: 0, FigureTable.OfProcess.Select(figure => (Figure: figure, Column: Index(figure.Column(role))))
                .Where(pair => pair.Column >= 0).Select(pair => (pair.Figure, Number(row[pair.Column]))));

        private int Index(string column) => Array.IndexOf(header, column);

        private static long? Number(string text) => text.Length == 0 ? null : long.Parse(text, CultureInfo.InvariantCulture);
    }
}
