using CowNotebooks.Benchmarks.Peers;
using CowNotebooks.Benchmarks.Table;
using CowNotebooks.Procfs;

namespace CowNotebooks.Benchmarks.Rows;

/// <summary>One measurement, smaps_rollup and stat, beside the same files read and thrown away, and psutil.</summary>
internal static class MeasurementRow
{
    private const string Files = "open, read, close", Psutil = "`memory_full_info` of `psutil`";

    public static async Task<IReadOnlyList<Line>> MeasureAsync(Scale scale)
    {
        const long largest = 2L << 30;
        var lines = new List<Line>();
        foreach (var (size, bytes, calls) in new[] { ("a small process", 0L, 2000), ("a process of 2 GB", scale.IsTiny ? 1 << 20 : largest, 5) })
            lines.AddRange(await MeasureAsync($"smaps_rollup and stat of {size}", bytes, scale.Count(calls, 2), scale));
        return lines;
    }

    private static async Task<IEnumerable<Line>> MeasureAsync(string what, long bytes, int calls, Scale scale)
    {
        using var held = await Programs.StartForksAsync(bytes);
        if (held is null) return [Line.Missing(what, Files, Programs.NoCompiler)];
        var (folder, buffer) = ($"/proc/{held.Pid}/", new byte[64 * 1024]);
        var (stat, rollup) = (LibC.Path(folder + "stat"), LibC.Path(folder + "smaps_rollup"));
        var process = new ProcFs().Process(held.Pid);
        void Bare()
        {
            LibC.ReadFile(stat, buffer);
            LibC.ReadFile(rollup, buffer);
        }
        void Ours()
        {
            process.Stat();
            process.SmapsRollup();
        }
        var times = await InTurns.MeasureCpuAsync(scale.Rounds(21), calls, Ours, Bare);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < calls; i++) Ours();
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / calls;
        return
        [
            Line.AtMost(what, times[0], Files, times[1], 1.05),
            await BesidePsutilAsync(what, held.Pid, calls, Ours, scale),
            new Line(what + ", memory", $"{allocated} B", "", $"{allocated} B", "0 B", allocated == 0),
        ];
    }

    private static async Task<Line> BesidePsutilAsync(string what, int pid, int calls, Action ours, Scale scale)
    {
        using var psutil = await Conversation.StartAsync(Programs.Python, Programs.SourceOf("psutil_info.py"), $"{pid}");
        if (psutil is null) return Line.Missing(what, Psutil, "apt-get install python3-psutil");
        var times = await InTurns.MeasureAsync(
            scale.Rounds(11),
            async () => (await InTurns.MeasureCpuAsync(1, calls, ours))[0].Median,
            async () => await psutil.AskAsync($"{calls}") / calls);
        return Line.AtMost(what, times[0], Psutil, times[1], 1.05);
    }
}
