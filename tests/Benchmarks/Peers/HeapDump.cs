using System.Runtime.InteropServices;
using CowNotebooks.Benchmarks.Table;
using CowNotebooks.Tests;

namespace CowNotebooks.Benchmarks.Peers;

/// <summary>Microsoft's dotnet-gcdump, which has the runtime walk its whole heap and write it to a file.</summary>
internal sealed class HeapDump
{
    // A tool looks for the runtime where it was installed for all, which need not be where this one is.
    private static readonly Dictionary<string, string> Environments = new() { ["DOTNET_ROOT"] = Path.GetFullPath("../../..", RuntimeEnvironment.GetRuntimeDirectory()) };

    private readonly string? _program, _missing;

    private HeapDump(string? program, string? missing) => (_program, _missing) = (program, missing);

    public static async Task<HeapDump> InstallAsync()
    {
        var (program, missing) = await DotNetTool.GetAsync("dotnet-gcdump", "10.0.750501", "dotnet-gcdump", "tests/Benchmarks/obj", CancellationToken.None);
        return new HeapDump(program, missing);
    }

    /// <summary>The dump of this process's heap beside the size of a graph that is nearly all of it.</summary>
    /// <param name="what">For the table.</param>
    /// <param name="name">As well.</param>
    /// <param name="size">Sizes the graph.</param>
    /// <param name="scale">How much.</param>
    public async Task<Line> MeasureAsync(string what, string name, Func<long> size, Scale scale)
    {
        if (_program is null) return Line.Missing(what, name, _missing!);
        var folder = Directory.CreateTempSubdirectory("cow-benchmark-");
        try
        {
            var times = await InTurns.MeasureAsync(
                scale.Rounds(1),
                () => InTurns.WallAsync(() => Task.FromResult(size())),
                () => InTurns.WallAsync(() =>
                    Programs.RunAsync(_program, Environments, ["collect", "-p", $"{Environment.ProcessId}", "-o", Path.Combine(folder.FullName, "heap.gcdump"), "-t", "120"])));
            return Line.AsFast(what, times[0], name, times[1], 50);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
