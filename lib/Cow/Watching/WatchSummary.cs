using System.Globalization;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Watching;

/// <summary>What a watch comes to: its last lines.</summary>
internal sealed class WatchSummary
{
    private readonly Dictionary<int, WatchedProcess> _first = [], _last = [];
    private readonly HashSet<int> _ended = [];
    private int _looks;
    private WatchLook? _now;

    public void Add(WatchLook look)
    {
        _looks++;
        _now = look;
        foreach (var process in look.Processes)
        {
            // A PID may come again, for another process.
            if (_ended.Remove(process.Pid) || !_first.ContainsKey(process.Pid)) _first[process.Pid] = process;
            _last[process.Pid] = process;
        }

        _ended.UnionWith(look.Ended.Select(process => process.Pid));
    }

    /// <summary>The lines.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="own">What watching has cost in all.</param>
    public IEnumerable<string> Lines(WatchOptions options, WatchCost own)
    {
        if (_now is not { } now) yield break;
        yield return string.Create(CultureInfo.InvariantCulture, $"{_looks:N0} {(_looks == 1 ? "look" : "looks")} in {now.Elapsed.TotalSeconds:N1} s. {Processes()} {Growth()} {Erosion()}");
        if (now.Processes.Count == 0) yield return _last.Count == 1 ? $"Process {_last.Keys.Single()} has ended." : "All processes have ended.";
        var stretched = Stretched(now, options) is { } seconds ? $" To stay below 1 %, it looked every {seconds} s instead of every {options.Every.TotalSeconds:0.###} s{Unseen(own.WallTime - now.Own.WallTime)}." : "";
        yield return string.Create(CultureInfo.InvariantCulture, $"Own CPU time: {own.CpuTime.TotalSeconds:N2} s in {own.WallTime.TotalSeconds:N1} s, {own.Share:P1} of one core{(own.Share <= 0.01 ? "" : options.Faults ? ", page faults included" : ", its start included")}.{stretched}");
    }

    /// <summary>How many seconds there are between two looks, when that is noticeably more than what was asked for.</summary>
    public static string? Stretched(WatchLook look, WatchOptions options) =>
        look.Interval > 1.2 * options.Every ? look.Interval.TotalSeconds.ToString(look.Interval < TimeSpan.FromSeconds(10) ? "0.0" : "N0", CultureInfo.InvariantCulture) : null;

    /// <summary>A last look that would have broken the budget was not taken.</summary>
    private static string Unseen(TimeSpan end) => end < TimeSpan.FromSeconds(1) ? "" : string.Create(CultureInfo.InvariantCulture, $", and the last time {end.TotalSeconds:N0} s before the end");

    private string Processes() => _last.Count == 1
        ? $"{_last.Keys.Single()} ({_last.Values.Single().Name}):"
        : $"{_last.Count:N0} processes{(_ended.Count > 0 ? $", {_ended.Count:N0} of which have ended" : "")}:";

    private string Growth()
    {
        var parts = new[] { WatchFigures.Uss, WatchFigures.Pss }.Select(figure => $"{figure.Title} {WatchColumns.Cell(figure, _first.Values)} → {WatchColumns.Cell(figure, _last.Values)} MB");
        var faults = new[] { (WatchFigures.MinorFaults, "minor"), (WatchFigures.MajorFaults, "major") }
            .Select(pair => $"{(pair.Item1.Of(_last.Values) - pair.Item1.Of(_first.Values))?.ToString("N0", CultureInfo.InvariantCulture) ?? "-"} {pair.Item2}");
        return $"{string.Join(", ", parts)}; {string.Join(" and ", faults)} faults.";
    }

    private string Erosion() => WatchFigures.ErodedBytes.Of(_last.Values) is not { } eroded ? "What it shares could not be read."
        : WatchFigures.Erosion.Of(_last.Values) is not { } share ? "It shared nothing at the first look."
        : $"{WatchColumns.Text(WatchKind.Bytes, eroded)} MB ({WatchColumns.Text(WatchKind.Ratio, share)}) of what was shared at the first look is private now.";
}
