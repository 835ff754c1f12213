using System.Diagnostics;

namespace CowNotebooks.Benchmarks;

/// <summary>Subjects that are measured in turns, so that what disturbs the machine disturbs all of them.</summary>
internal static class InTurns
{
    /// <summary>Each subject once to warm up, then all of them in each round.</summary>
    /// <param name="rounds">How often; odd, for the median.</param>
    /// <param name="subjects">Each does its work and says how many seconds that took, by the clock that fits it.</param>
    /// <returns>The times of each subject.</returns>
    public static async Task<IReadOnlyList<Times>> MeasureAsync(int rounds, params Func<Task<double>>[] subjects)
    {
        var seconds = subjects.Select(_ => new double[rounds]).ToArray();
        // Where each run takes long there is one round, and what could be warmed up is so by then.
        for (var round = rounds > 1 ? -1 : 0; round < rounds; round++)
        {
            for (var subject = 0; subject < subjects.Length; subject++)
            {
                var took = await subjects[subject]();
                if (round >= 0) seconds[subject][round] = took;
            }
        }
        return [.. seconds.Select(all => new Times(all))];
    }

    /// <summary>The same for work that one thread does, by its CPU time.</summary>
    /// <param name="rounds">As above.</param>
    /// <param name="repeat">How often each subject does its work in a round; the time is that of one.</param>
    /// <param name="subjects">The work.</param>
    public static Task<IReadOnlyList<Times>> MeasureCpuAsync(int rounds, int repeat, params Action[] subjects) =>
        MeasureAsync(rounds, [.. subjects.Select(work => (Func<Task<double>>)(() => Task.FromResult(ThreadCpuOf(work, repeat) / repeat)))]);

    /// <summary>Wall-clock time of the work, in seconds.</summary>
    public static async Task<double> WallAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    private static double ThreadCpuOf(Action work, int repeat)
    {
        var begin = LibC.ThreadCpu;
        for (var i = 0; i < repeat; i++) work();
        return LibC.ThreadCpu - begin;
    }
}

/// <summary>The times of one subject, in seconds, a round each.</summary>
internal sealed class Times(double[] seconds)
{
    /// <summary>The median.</summary>
    public double Median => MedianOf(seconds);

    /// <summary>The median of what each round says: a disturbance that lasts a round is in both times of it.</summary>
    public double Over(Times peer) => MedianOf(peer.By(seconds));

    public override string ToString() => Text.Seconds(Median);

    private IEnumerable<double> By(double[] others) => others.Zip(seconds, (other, own) => other / own);

    private static double MedianOf(IEnumerable<double> values) => values.Order().ToArray() is var all ? all[all.Length / 2] : 0;
}
