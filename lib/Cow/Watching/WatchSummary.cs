using System.Globalization;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Watching;

/// <summary>What a watch comes to: its last lines.</summary>
internal sealed class WatchSummary
{
    private readonly Dictionary<int, (WatchedProcess First, WatchedProcess Last)> _watched = [];
    private readonly List<(WatchedProcess First, WatchedProcess Last)> _ended = [];
    private int _looks, _known;
    private WatchLook? _first, _last, _now;

    private IReadOnlyList<(WatchedProcess First, WatchedProcess Last)> All => [.. _ended, .. _watched.Values];

    public void Add(WatchLook look)
    {
        _looks++;
        if (look.IsMemoryKnown) _known++;
        _now = look;
        // What happened in between comes first: the PID of one that has ended may be another's already.
        foreach (var process in look.Ended)
        {
            if (_watched.Remove(process.Pid, out var known)) _ended.Add(known);
        }

        foreach (var process in look.Processes) _watched[process.Pid] = (_watched.TryGetValue(process.Pid, out var known) ? known.First : process, process);
        if (look.Processes.Count == 0) return;
        _first ??= look;
        if (look.IsMemoryKnown) _last = look;
    }

    /// <summary>What became of the processes.</summary>
    /// <param name="time">How long they were watched.</param>
    public IEnumerable<string> Lines(TimeSpan time)
    {
        if (_now is not { } now || _first is not { } first || _last is not { } last) yield break;
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{_looks:N0} {(_looks == 1 ? "look" : "looks")} in {time.TotalSeconds:N1} s. {Processes()} {Growth(first.Processes, last.Processes)} {Erosion(last.Processes)}");
        if (now.Processes.Count == 0) yield return All is [var (_, only)] ? $"Process {only.Pid} has ended." : "All processes have ended.";
    }

    /// <summary>What watching has cost.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="own">The cost, to the very end: faults are explained then.</param>
    public string Cost(WatchOptions options, WatchCost own)
    {
        var stretched = _known < _looks && _last is { } last
            ? string.Create(CultureInfo.InvariantCulture,
                $" To stay below 1 %, memory was read less often than asked for: it is known at {_known:N0} of {_looks:N0} looks{Unseen(own.WallTime - last.Own.WallTime)}.")
            : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"Own CPU time: {own.CpuTime.TotalSeconds:N2} s in {own.WallTime.TotalSeconds:N1} s, {own.Share:P1} of one core{(own.Share <= 0.01 ? "" : options.Faults ? ", page faults included" : ", its start included")}.{stretched}");
    }

    /// <summary>How many seconds there are between two readings of memory, when that is noticeably more than what was asked for.</summary>
    public static string? Stretched(WatchLook look, WatchOptions options) =>
        look.Interval > 1.2 * options.Every ? look.Interval.TotalSeconds.ToString(look.Interval < TimeSpan.FromSeconds(10) ? "0.0" : "N0", CultureInfo.InvariantCulture) : null;

    /// <summary>A last reading that would have broken the budget was not made.</summary>
    private static string Unseen(TimeSpan end) => end < TimeSpan.FromSeconds(1) ? "" : string.Create(CultureInfo.InvariantCulture, $", and the last time {end.TotalSeconds:N0} s before the end");

    private string Processes() => All is [var (_, only)]
        ? $"{only.Pid} ({only.Name}):"
        : $"{All.Count:N0} processes{(_ended.Count > 0 ? $", {_ended.Count:N0} of which have ended" : "")}:";

    /// <summary>Memory is that of those who were there at one time, first and last; faults are counted over all.</summary>
    private string Growth(IReadOnlyList<WatchedProcess> first, IReadOnlyList<WatchedProcess> last)
    {
        var parts = new[] { WatchFigures.Uss, WatchFigures.Pss }.Select(figure => $"{figure.Title} {WatchColumns.Cell(figure, first)} → {WatchColumns.Cell(figure, last)} MB");
        var (before, after) = (All.Select(process => process.First).ToList(), All.Select(process => process.Last).ToList());
        var faults = new[] { (WatchFigures.MinorFaults, "minor"), (WatchFigures.MajorFaults, "major") }
            .Select(pair => $"{(pair.Item1.Of(after) - pair.Item1.Of(before))?.ToString("N0", CultureInfo.InvariantCulture) ?? "-"} {pair.Item2}");
        return $"{string.Join(", ", parts)}; {string.Join(" and ", faults)} faults.";
    }

    private static string Erosion(IReadOnlyList<WatchedProcess> last) => WatchFigures.ErodedBytes.Of(last) is not { } eroded ? "What it shares could not be read."
        : WatchFigures.Erosion.Of(last) is not { } share ? "It shared nothing at the first look."
        : $"{WatchColumns.Text(WatchKind.Bytes, eroded)} MB ({WatchColumns.Text(WatchKind.Ratio, share)}) of what was shared at the first look was made private by writing.";
}
