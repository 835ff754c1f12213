using CowNotebooks.Lab.Recording;

namespace CowNotebooks.Lab;

/// <summary>Workers and settings as files of CSV. A missing figure is an empty field.</summary>
public static class WorkersCsv
{
    /// <summary>Writes a row for each number of workers; an existing file is replaced only when all is written.</summary>
    /// <param name="workers">What was measured.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void ToCsv(this Workers workers, string path) => Write(path, workers, workers.Points, MeasuredColumns.Of(workers), ("gc", _ => workers.Gc.Name));

    /// <summary>Writes a row for each setting; an existing file is replaced only when all is written.</summary>
    /// <param name="whatIf">What was measured.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void ToCsv(this WhatIf whatIf, string path) =>
        Write(path, whatIf.Default, whatIf.Rows, MeasuredColumns.OfSettings, ("gc", row => row.Gc.Name), ("why", row => row.Workers.Why));

    private static void Write<T>(string path, Workers head, IEnumerable<T> rows, IReadOnlyList<MeasuredColumn<T>> columns, params (string Name, Func<T, object?> Value)[] words)
    {
        (string Name, Func<T, object?> Value)[] all =
        [
            ("runtime", _ => head.Runtime), ("runtimeVersion", _ => head.RuntimeVersion), ("heap", _ => head.Heap.Name), ("workload", _ => head.Workload.Name), ("count", _ => head.Heap.Count),
            .. words, .. columns.Select(column => (column.Name, (Func<T, object?>)(row => column.Of(row)))),
        ];
        CsvLine.WriteFile(path, [CsvLine.Write(all.Select(column => column.Name)), .. rows.Select(row => CsvLine.Write(all.Select(column => column.Value(row))))]);
    }
}
