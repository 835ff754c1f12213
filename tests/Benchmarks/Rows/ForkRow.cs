using CowNotebooks.Benchmarks.Peers;
using CowNotebooks.Benchmarks.Table;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;

namespace CowNotebooks.Benchmarks.Rows;

/// <summary>A fork of a parent with 1 GB until the child has answered, beside a C program, or the bare interpreter, of the same size.</summary>
internal static class ForkRow
{
    public static async Task<IReadOnlyList<Line>> MeasureAsync(Scale scale)
    {
        var bytes = (long)scale.Count(1 << 30, 1 << 20);
        using var c = await Programs.StartForksAsync(bytes);
        using var python = Programs.Find("python3") is { } program ? await Conversation.StartAsync(program, Programs.SourceOf("forks.py"), $"{bytes}") : null;
        return
        [
            await MeasureAsync(".NET", Runtime.DotNet, Heap.Integers(bytes / sizeof(long)), "a C program with 1 GB", c, Programs.NoCompiler, scale),
            await MeasureAsync("CPython", Runtime.CPython(), Heap.Array(bytes / sizeof(long)), "`os.fork` of the same interpreter with 1 GB", python, "there is no python3", scale),
        ];
    }

    private static async Task<Line> MeasureAsync(string name, Runtime runtime, Heap heap, string peer, Conversation? bare, string missing, Scale scale)
    {
        var what = $"fork until the child's first answer, {name} with 1 GB";
        if (bare is null) return Line.Missing(what, peer, missing);
        await using var lab = await Laboratory.OpenAsync(runtime);
        await lab.AllocateAsync(heap);
        var times = await InTurns.MeasureAsync(
            scale.Rounds(21),
            async () =>
            {
                ChildProcess? child = null;
                var seconds = await InTurns.WallAsync(async () => child = await lab.Parent.ForkAsync(TimeSpan.FromMinutes(1), CancellationToken.None));
                await child!.DisposeAsync();
                return seconds;
            },
            async () => await bare.AskAsync("fork") / 1e9);
        return Line.AtMost(what, times[0], peer, times[1], 1.15);
    }
}
