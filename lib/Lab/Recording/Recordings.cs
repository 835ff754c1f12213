using System.Globalization;
using CowNotebooks.Forking;
using CowNotebooks.Lab.Predicting;

namespace CowNotebooks.Lab.Recording;

/// <summary>
/// Reports kept in files, for machines that lack the runtime: lines that begin with # say what was run, where and when; then CSV, one row for each
/// point of the curve of the run and of the no-op run. Sizes are bytes.
/// </summary>
public static class Recordings
{
    private const string Header = "run,progress,childUss,childPss,childRss,childSwap,childMinorFaults,childMajorFaults,parentUss,parentPss,parentRss,parentSwap,parentMinorFaults,parentMajorFaults";

    /// <summary>Writes a report.</summary>
    /// <param name="report">A run that came to its end.</param>
    /// <param name="path">Where to.</param>
    /// <param name="provenance">Machine, versions and date, in one line.</param>
    public static void Save(Report report, string path, string provenance)
    {
        string[] facts =
        [
            provenance.ReplaceLineEndings(" "), report.Runtime, report.RuntimeVersion, report.Heap.Name, Text(report.Heap.Count), report.Workload.Name,
            report.Gc.Name, RecordedSize.Write(report.DeepSize), Text(report.PredictedPages),
        ];
        var rows = report.Run.Points.Select(point => Row("workload", point)).Concat(report.Noop?.Points.Select(point => Row("noop", point)) ?? []);
        File.WriteAllLines(path, [.. Names.Zip(facts, (name, fact) => $"# {name}: {fact}"), Header, .. rows]);
    }

    /// <summary>Reads a report; its <see cref="Report.Recorded"/> is the provenance.</summary>
    /// <exception cref="LabUsageException">The file is not there, or not a recording.</exception>
    public static Report Load(string path)
    {
        if (!File.Exists(path)) throw NotOne(path, "there is no such file");
        var lines = File.ReadAllLines(path);
        var facts = lines.TakeWhile(line => line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[2..].Split(": ", 2))
            .Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        if (Names.FirstOrDefault(name => !facts.ContainsKey(name)) is { } missing) throw NotOne(path, $"it does not say its {missing}");
        try
        {
            var rows = lines.Skip(Names.Length + 1).Select(line => line.Split(',')).ToLookup(fields => fields[0], ToPoint);
            return new Report
            {
                Runtime = facts["runtime"],
                RuntimeVersion = facts["runtimeVersion"],
                Heap = Heap.Parse(facts["heap"], long.Parse(facts["count"], CultureInfo.InvariantCulture)),
                Gc = Gc.Parse(facts["gc"]),
                DeepSize = RecordedSize.Read(facts["deepSize"]),
                Run = ToRun([.. rows["workload"]], Workload.Parse(facts["workload"]), Number(facts["predictedPages"]) is { } predicted ? new Prediction(predicted) : Reading.None<Prediction>("None was recorded.")),
                Noop = rows["noop"].Any() ? ToRun([.. rows["noop"]], Workload.Noop, new Prediction(0)) : null,
                Recorded = facts["provenance"],
            };
        }
        catch (Exception error) when (error is FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw NotOne(path, "a row is not as its header says");
        }
    }

    private static string[] Names { get; } = ["provenance", "runtime", "runtimeVersion", "heap", "count", "workload", "gc", "deepSize", "predictedPages"];

    private static string Row(string run, Point point) =>
        CsvLine.Write([run, point.Progress, .. Figures(point.Snapshot.Child), .. Figures(point.Snapshot.Parent)]);

    private static object?[] Figures(Measurement m) => [m.UssBytes, m.PssBytes, m.RssBytes, m.SwapBytes, m.MinorFaults, m.MajorFaults];

    private static Point ToPoint(string[] fields) =>
        new(double.Parse(fields[1], CultureInfo.InvariantCulture), new Snapshot(parent: ToMeasurement(fields.AsSpan(8, 6)), child: ToMeasurement(fields.AsSpan(2, 6))));

    // Page tables and huge pages are not recorded: no table or chart of a recorded run shows them.
    private static Measurement ToMeasurement(ReadOnlySpan<string> f) =>
        new(Pid: 0, Bytes(f[0]), Bytes(f[1]), Bytes(f[2]), Bytes(f[3]), Bytes(f[4]), Bytes(f[5]), SharedDirtyBytes: 0, AnonHugePagesBytes: 0, PageTableBytes: null);

    private static long Bytes(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static long? Number(string text) => text.Length == 0 ? null : Bytes(text);

    private static string Text(long? number) => Convert.ToString(number, CultureInfo.InvariantCulture) ?? "";

    private static Run ToRun(Point[] points, Workload workload, Reading<Prediction> prediction) => new(
        workload, points.Length - 1, points, new Completed(Role.Child, $"running '{workload.Name}'"), prediction);

    private static LabUsageException NotOne(string path, string why) =>
        new($"'{path}' is not a recorded run: {why}.", "Give the path of a recorded run in the folder data.");
}
