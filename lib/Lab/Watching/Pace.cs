using System.Diagnostics;

namespace CowNotebooks.Lab.Watching;

/// <summary>How often a watch may look, so that it takes less than 1 % of one core.</summary>
internal sealed class Pace(WatchOptions options)
{
    private const int Remembered = 3;
    private const double GlanceShare = 0.002, Early = 0.1;
    private static readonly TimeSpan SeenAtTimes = TimeSpan.FromSeconds(5);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Environment.ProcessCpuUsage _atStart = Environment.CpuUsage;
    private readonly List<TimeSpan> _costs = [], _glances = [];
    private TimeSpan _due;
    private TimeSpan _spentBefore;
    private bool _isFirst = true;

    /// <summary>How long after the last reading of memory the next one is planned.</summary>
    public TimeSpan Interval { get; private set; } = options.Every;

    /// <summary>What it took so far.</summary>
    public WatchCost Own => new(options.UsedBefore + Environment.CpuUsage.TotalTime - _atStart.TotalTime, _clock.Elapsed);

    /// <summary>The time is up: no look after this one.</summary>
    public bool IsOver { get; private set; }

    /// <summary>True when it is time to read memory, and at the end when that does not break the budget.</summary>
    public bool MayRead => IsOver ? Own.CpuTime + Cost <= Budget.Limit(_clock.Elapsed) : _clock.Elapsed >= _due - (Early * options.Every);

    // What was compiled in one look is not compiled again, so the least of the last ones is what the next will take.
    private TimeSpan Cost => _costs.Count > 0 ? _costs.Min() : TimeSpan.Zero;

    /// <summary>A look begins.</summary>
    public void Begin() => _spentBefore = Own.CpuTime;

    /// <summary>A look and all that was done with it has ended: how long to wait for the next.</summary>
    /// <param name="hasRead">It read memory, which is what costs.</param>
    public TimeSpan Next(bool hasRead)
    {
        // The first look compiles what it runs: only the kernel's part comes again.
        var cost = _isFirst ? Environment.CpuUsage.PrivilegedTime - _atStart.PrivilegedTime : Own.CpuTime - _spentBefore;
        _isFirst = false;
        var costs = hasRead ? _costs : _glances;
        costs.Add(cost);
        if (costs.Count > Remembered) costs.RemoveAt(0);
        if (hasRead)
        {
            Interval = Budget.Wait(options.Every, _clock.Elapsed, Own.CpuTime, Cost);
            _due = _clock.Elapsed + Interval;
        }

        var wait = options.Every;
        if (_glances.Count == Remembered)
        {
            // Where looks without memory would use more than is left, they come less often; but whatever was used up, ends and faults are seen at times.
            var glance = _glances.Min();
            if (!Budget.Pays(options.Every, _clock.Elapsed, options.For, Own.CpuTime, glance))
            {
                var (paid, longest) = (Budget.Wait(options.Every, _clock.Elapsed, Own.CpuTime, glance), glance / GlanceShare);
                if (longest < SeenAtTimes) longest = SeenAtTimes;
                wait = paid < longest ? paid : longest;
            }
        }

        if (options.For - _clock.Elapsed is not { } left || left > wait) return wait;
        IsOver = true;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}

/// <summary>
/// The budget of a watch: 1 % of one core. Its start and its first looks take more than their share, so the first minute is reckoned as a whole; after
/// that each moment.
/// </summary>
internal static class Budget
{
    private const double MostShare = 0.01, AimedShare = 0.009;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60), Horizon = TimeSpan.FromSeconds(20);

    /// <summary>How much CPU time may have been used by then.</summary>
    public static TimeSpan Limit(TimeSpan elapsed) => MostShare * Max(elapsed, Grace);

    /// <summary>Whether all looks that are asked for until the first minute ends, or the watch, are within the budget.</summary>
    /// <param name="asked">How long to wait between two.</param>
    /// <param name="elapsed">How long it has watched.</param>
    /// <param name="whole">How long it will watch; null for no end.</param>
    /// <param name="spent">The CPU time that it has used.</param>
    /// <param name="cost">The CPU time that a look takes.</param>
    public static bool Pays(TimeSpan asked, TimeSpan elapsed, TimeSpan? whole, TimeSpan spent, TimeSpan cost)
    {
        var end = whole < Grace ? whole.Value : Grace;
        return spent + (Max(end - elapsed, TimeSpan.Zero) / asked * cost) <= AimedShare * Max(elapsed, Grace);
    }

    /// <summary>How long to wait for the next look.</summary>
    /// <param name="asked">What the user asked for: the least.</param>
    /// <param name="elapsed">How long it has watched.</param>
    /// <param name="spent">The CPU time that it has used.</param>
    /// <param name="cost">The CPU time that a look takes.</param>
    public static TimeSpan Wait(TimeSpan asked, TimeSpan elapsed, TimeSpan spent, TimeSpan cost)
    {
        // Looks evenly spread until the horizon use up what is left then.
        var horizon = Max(Grace - elapsed, Horizon);
        var left = AimedShare * (elapsed + horizon) - spent;
        // At the latest when the aimed share pays for all looks until then and one more.
        var latest = (spent + cost) / AimedShare - elapsed;
        var even = left > TimeSpan.Zero ? horizon * (cost / left) : latest;
        return Max(asked, latest < even ? latest : even);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
