using System.Globalization;
using System.Text.Json;
using CowNotebooks.Benchmarks.Peers;
using CowNotebooks.Benchmarks.Table;

namespace CowNotebooks.Benchmarks.Rows;

/// <summary>`cow measure` of a million locks beside a program written by hand for this one experiment. CPU time of all processes, from start to end.</summary>
internal static class ExperimentRow
{
    private const string ByHand = "a C# program written for it, without this library";

    public static async Task<IReadOnlyList<Line>> MeasureAsync(Scale scale)
    {
        var count = scale.Count(1_000_000, 10_000);
        var what = string.Create(CultureInfo.InvariantCulture, $"`cow measure`, lock of {count:N0} objects, CPU time of all processes");
        if (!Environment.IsPrivilegedProcess) return [Line.Missing(what, ByHand, "the program by hand knows copies by their frames, which only root sees")];
        var (ours, theirs) = ("", "");
        var times = await InTurns.MeasureAsync(
            scale.Rounds(7),
            () => CpuAsync(async () => ours = await Programs.RunAsync(
                Programs.Cow, "measure", "--runtime", "dotnet", "--heap", "boxed-integers", "--workload", "lock", "--count", $"{count}", "--json")),
            () => CpuAsync(async () => theirs = await Programs.RunAsync(Programs.Built("ByHand"), $"{count}")));
        // Both are worth comparing only when both found the same.
        var copied = (Ours: JsonDocument.Parse(ours).RootElement.GetProperty("copiedPages").GetInt64(), Theirs: long.Parse(theirs.Split(' ')[1], CultureInfo.InvariantCulture));
        if (Math.Abs(copied.Ours - copied.Theirs) > 0.01 * copied.Theirs + 20) throw new InvalidOperationException($"{copied.Ours} pages copied, by hand {copied.Theirs}.");
        return [Line.AtMost(what, times[0], ByHand, times[1], 2)];
    }

    private static async Task<double> CpuAsync(Func<Task> run)
    {
        var before = LibC.ChildrenCpu;
        await run();
        return LibC.ChildrenCpu - before;
    }
}
