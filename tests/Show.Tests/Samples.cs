using CowNotebooks.Lab;
using CowNotebooks.Lab.Recording;
using CowNotebooks.Procfs;

namespace CowNotebooks.Tests.Show;

/// <summary>A report of known figures, from a recording: three points, 0, 50 and 100 %.</summary>
internal static class Samples
{
    private const string Text = """
        # provenance: a machine <of> 2016
        # runtime: dotnet
        # runtimeVersion: .NET 10.0.0
        # heap: boxed-integers
        # count: 1000000
        # workload: WORKLOAD
        # gc: default
        # deepSize: shallow 8000024; System.Int64 1000000 24000000; System.Object[] 1 8000024
        # predictedPages: PREDICTED
        run,progress,childUss,childPss,childRss,childSwap,childMinorFaults,childMajorFaults,parentUss,parentPss,parentRss,parentSwap,parentMinorFaults,parentMajorFaults
        workload,0,1024000,20480000,40960000,0,100,0,1024000,20480000,40960000,0,9000,0
        workload,0.5,13312000,32768000,40960000,0,3100,0,1024000,20480000,40960000,0,9000,0
        workload,1,25600000,40960000,40964096,0,6100,1,1024000,20480000,40960000,0,9000,0
        noop,0,1024000,20480000,40960000,0,100,0,1024000,20480000,40960000,0,9000,0
        noop,1,1064960,20480000,40960000,0,110,0,1024000,20480000,40960000,0,9000,0
        """;

    public static Report Report(string workload = "refcount", string predicted = "5990")
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Text.Replace("WORKLOAD", workload).Replace("PREDICTED", predicted));
            return Recordings.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A report of a run in 1,000 slices, each of which adds 4 kB.</summary>
    public static Report Long()
    {
        var path = Path.GetTempFileName();
        try
        {
            var points = Enumerable.Range(0, 1001).Select(slice => $"workload,{slice / 1000.0},{4096 * slice},20480000,40960000,0,{slice},0,1024000,20480000,40960000,0,9000,0");
            string[] head = [.. Text.Replace("WORKLOAD", "refcount").Replace("PREDICTED", "1000").Split('\n').TakeWhile(line => !line.StartsWith("workload,", StringComparison.Ordinal))];
            File.WriteAllLines(path, [.. head, .. points]);
            return Recordings.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A report that says what was copied, and a runtime that is missing.</summary>
    public static Comparison Comparison(int identical = 2995)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Text.Replace("WORKLOAD", "refcount").Replace("PREDICTED", $"5990\n# copiedPages: 5990\n# identicalPages: {identical}"));
            var report = Recordings.Load(path);
            return new(report.Workload, [new(Runtime.DotNet, report.Heap, report, null), new(Runtime.CPython(), null, null, "Install it.")]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static Measurement Process(int pid, long uss, long pss, long? rss = null) => new(pid,
    [
        (FigureTable.Uss, uss), (FigureTable.Pss, pss), (FigureTable.Rss, rss ?? pss * 2), (FigureTable.Swap, 0), (FigureTable.MinorFaults, 10), (FigureTable.MajorFaults, 0),
    ]);

    public static IReadOnlyList<Sharing> Sharing() =>
        [.. Enumerable.Range(1, 4).Select(k => new Sharing(k, Process(1, 4096, 40_960_000 / (k + 1)), Process(2, 4096, 40_960_000 / (k + 1), 40_960_000)))];

    /// <summary>A parent of 100 MB, and workers that take 30 MB each.</summary>
    public static Workers Workers(int count = 3) => new()
    {
        Runtime = "dotnet",
        RuntimeVersion = ".NET 10.0.0",
        Heap = Heap.BoxedIntegers(1_000_000),
        Workload = Workload.Refcount,
        Gc = Gc.Default,
        Points = [.. Enumerable.Range(0, count + 1).Select(k => new WorkersPoint(
            Process(1, 4096, 100 << 20), [.. Enumerable.Range(2, k).Select(pid => Process(pid, 30 << 20, 30 << 20))], k == 0 ? null : Report().Run))],
        Anonymous = Reading.None<AnonymousMemory>("nobody looked."),
        AvailableBytes = 1L << 30,
    };

    /// <summary>The default, and two settings: one that saves nothing, and one that is not to be had.</summary>
    public static WhatIf WhatIf() => new(Workers(), [(Gc.Parse("a-setting-with-a-long-name"), Workers()), (Gc.Frozen, Reading.None<Workers>("ValueError: it is not to be had."))]);
}
