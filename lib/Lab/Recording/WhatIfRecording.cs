using System.Globalization;
using CowNotebooks.Forking;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Lab.Predicting;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Recording;

/// <summary>
/// Settings side by side, kept in a file for machines that lack the runtime: lines that begin with # say where and when, then CSV, a row for each setting, number of
/// workers and process, at the moments before and after a worker's run and while all wait. Sizes are bytes; a figure that was not known is an empty field. Page maps are not kept.
/// </summary>
internal static class WhatIfRecording
{
    private const string Provenance = "provenance", RuntimeName = "runtime", Version = "runtimeVersion", HeapName = "heap", WorkloadName = "workload", Available = "availableBytes", Why = "why";
    private const string GcName = "gc", WorkerCount = "workers", Process = "process", Moment = "moment", Files = "fileBytes", Before = "before", After = "after", Waiting = "waiting";

    /// <summary>Writes it; an existing file is replaced only when all is written.</summary>
    public static void Save(WhatIf whatIf, string path)
    {
        var head = whatIf.Default;
        (string Name, object? Value)[] facts =
        [
            .. FamilyRecording.Origin(path).Select(fact => (fact.Name, (object?)fact.Value)),
            (RuntimeName, head.Runtime), (Version, head.RuntimeVersion), (HeapName, head.Heap.Name), (WorkloadName, head.Workload.Name),
            (Available, head.AvailableBytes), .. whatIf.Rows.Where(row => !row.Workers.IsThere).Select(row => ($"{Why} {row.Gc.Name}", (object?)row.Workers.Why.ReplaceLineEndings(" "))),
        ];
        var header = CsvLine.Write([GcName, WorkerCount, Process, Moment, Files, .. FigureTable.OfProcess.Select(figure => figure.Name)]);
        CsvLine.WriteFile(path,
            [.. facts.Select(fact => string.Create(CultureInfo.InvariantCulture, $"# {fact.Name}: {fact.Value}")), header, .. whatIf.Rows.Where(row => row.Workers.IsThere).SelectMany(Rows)]);
    }

    /// <summary>Reads it. Its first note is the provenance.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="remedy">Why nothing is measured now, and what to do.</param>
    /// <exception cref="LabUsageException">It is not there, or not one of these.</exception>
    public static WhatIf Load(string path, string remedy)
    {
        if (!File.Exists(path)) throw new LabUsageException($"There is no recording '{path}'.", remedy);
        var lines = File.ReadAllLines(path);
        try
        {
            var facts = Recordings.FactsOf(lines);
            var settings = FamilyRecording.RowsOf(lines).GroupBy(row => row[GcName]).ToList();
            var measured = settings.ConvertAll(rows => (Gc: Gc.Parse(rows.Key), Workers: ToWorkers([.. rows], facts, remedy)));
            var refused = facts.Where(fact => fact.Key.StartsWith($"{Why} ", StringComparison.Ordinal)).Select(fact => (Gc.Parse(fact.Key[(Why.Length + 1)..]), Reading.None<Workers>(fact.Value)));
            return new(measured[0].Workers, [.. measured.Skip(1).Select(one => (one.Gc, (Reading<Workers>)one.Workers)), .. refused]);
        }
        catch (Exception error) when (error is FormatException or KeyNotFoundException or ArgumentException or InvalidOperationException or OverflowException)
        {
            throw new LabUsageException($"'{path}' is not a recording of settings side by side.", remedy);
        }
    }

    private static IEnumerable<string> Rows(WhatIfRow row) => row.Workers.Value!.Points.SelectMany(point => Rows(point).Select(one => CsvLine.Write(
    [
        row.Gc.Name, point.Workers.Count, one.Process, one.Moment, one.Process == 0 && one.Moment == Waiting ? point.FileBytes : null,
        .. FigureTable.OfProcess.Select(figure => (object?)one.Figures[figure]),
    ])));

    private static IEnumerable<(int Process, string Moment, Measurement Figures)> Rows(WorkersPoint point)
    {
        if (point.Run is { After: { } after } run)
        {
            foreach (var (moment, snapshot) in new[] { (Before, run.Before), (After, after) })
            {
                yield return (0, moment, snapshot.Parent);
                yield return (point.Workers.Count, moment, snapshot.Child);
            }
        }

        foreach (var (process, figures) in point.Workers.Prepend(point.Parent).Index()) yield return (process, Waiting, figures);
    }

    private static Workers ToWorkers(IReadOnlyList<Dictionary<string, string>> rows, Dictionary<string, string> facts, string remedy) => new()
    {
        Runtime = facts[RuntimeName],
        RuntimeVersion = facts[Version],
        Heap = Heap.Own("", facts[HeapName]),
        Workload = Workload.Parse(facts[WorkloadName]),
        Gc = Gc.Parse(rows[0][GcName]),
        Points = [.. rows.GroupBy(row => row[WorkerCount]).Select(point => ToPoint([.. point], facts[WorkloadName]))],
        Anonymous = Reading.NotAsked<AnonymousMemory>(),
        AvailableBytes = FamilyRecording.Number(facts[Available]),
        Surroundings = [$"This was not measured now: it was {facts[Provenance]}. {remedy}"],
    };

    private static WorkersPoint ToPoint(IReadOnlyList<Dictionary<string, string>> rows, string workload)
    {
        List<Measurement> waiting = [.. At(Waiting)];
        return new(waiting[0], waiting[1..],
            waiting.Count == 1 ? null : ToRun([.. At(Before)], [.. At(After)]))
        { FileBytes = FamilyRecording.Number(rows.First(row => row[Moment] == Waiting)[Files]) };

        IEnumerable<Measurement> At(string moment) => rows.Where(row => row[Moment] == moment).Select(FamilyRecording.ToMeasurement);

        Run ToRun(List<Measurement> before, List<Measurement> after) => new(
            Workload.Parse(workload), 1, [new(0, new(before[0], before[1])), new(1, new(after[0], after[1]))], new Completed(Role.Child, $"running '{workload}'"),
            Reading.None<Prediction>("Nothing was predicted when it was recorded."))
        {
            IsRecorded = true,
            PageMap = Reading.None<RunPages>("a recording keeps no page map."),
        };
    }
}
