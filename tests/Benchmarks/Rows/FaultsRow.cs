using System.Globalization;
using CowNotebooks.Benchmarks.Peers;
using CowNotebooks.Benchmarks.Table;
using CowNotebooks.Lab;
using CowNotebooks.Procfs;

namespace CowNotebooks.Benchmarks.Rows;

/// <summary>A child that writes to 250,000 shared pages, with each fault recorded, beside the same without.</summary>
internal static class FaultsRow
{
    public static async Task<IReadOnlyList<Line>> MeasureAsync(Scale scale)
    {
        var pages = scale.Count(250_000, 1000);
        var meter = new ChildCpu();
        await using var traced = await OpenAsync(pages, new LabOptions { TraceFaults = true, Measured = meter.Note });
        await using var plain = await OpenAsync(pages, new LabOptions { Curve = false, Measured = meter.Note });
        List<long> lost = [], seen = [];
        var times = await InTurns.MeasureAsync(
            scale.Rounds(5),
            async () =>
            {
                var run = await traced.RunInChildAsync(Workload.WriteEveryNthPage(1));
                if (!run.Trace.IsThere) throw new InvalidOperationException(run.Trace.Why);
                lost.Add(run.Trace.Value.Lost);
                seen.Add(run.Trace.Value.Count);
                return meter.Seconds;
            },
            async () =>
            {
                await plain.RunInChildAsync(Workload.WriteEveryNthPage(1));
                return meter.Seconds;
            });
        var what = string.Create(CultureInfo.InvariantCulture, $"fault trace, {seen.Min():N0} faults, CPU time of the child");
        return
        [
            Line.AtMost(what, times[0], "the child without it", times[1], 1.10),
            await OfKernelAsync(pages, scale),
            new Line("fault trace, faults lost in all rounds", $"{lost.Sum()}", "", $"{lost.Sum()}", "0", lost.Sum() == 0),
        ];
    }

    // The least that any trace of faults can cost here.
    private static async Task<Line> OfKernelAsync(int pages, Scale scale)
    {
        const string what = "the same in C, nobody reading what is recorded: the kernel's own share", peer = "the C program without it";
        using var c = await Programs.StartCAsync("faults.c", pages);
        if (c is null) return Line.Missing(what, peer, Programs.NoCompiler);
        var times = await InTurns.MeasureAsync(scale.Rounds(9), async () => await c.AskAsync("traced") / 1e9, async () => await c.AskAsync("plain") / 1e9);
        return Line.Beside(what, times[0], peer, times[1]);
    }

    private static async Task<Laboratory> OpenAsync(int pages, LabOptions options)
    {
        var lab = await Laboratory.OpenAsync(options: options);
        await lab.AllocateAsync(Heap.Integers((long)pages * Environment.SystemPageSize / sizeof(long)));
        return lab;
    }

    /// <summary>CPU time between the two moments at which a laboratory measures a child, both of which it waits in.</summary>
    private sealed class ChildCpu
    {
        private double _before;

        public double Seconds { get; private set; }

        public void Note(int pid, bool isAfter)
        {
            var now = new ProcFs().Process(pid).Schedstat().CpuTime.TotalSeconds;
            if (isAfter) Seconds = now - _before;
            else _before = now;
        }
    }
}
