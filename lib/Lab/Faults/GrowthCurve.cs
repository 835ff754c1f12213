using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Perf;

namespace CowNotebooks.Lab.Faults;

/// <summary>A point of a <see cref="GrowthCurve"/>.</summary>
/// <param name="CpuTime">The CPU time that the run had used by then.</param>
/// <param name="Pages">Copied and new pages by then; in a sampled curve, minor faults.</param>
public readonly record struct GrowthPoint(TimeSpan CpuTime, long Pages);

/// <summary>The growth of pages during a run of one slice, against CPU time: wall time says little on a machine with other work.</summary>
/// <param name="Points">In order; at most some hundreds.</param>
/// <param name="IsSampled">
/// True when the kernel refused the trace of faults, so that minor faults were read from /proc a few hundred times a second. Else each copy and each new page
/// is where its fault was.
/// </param>
public sealed record GrowthCurve(IReadOnlyList<GrowthPoint> Points, bool IsSampled)
{
    private const int MostPoints = 400, MostOthers = 16;

    /// <summary>From the trace of faults: those that copied a page or brought a new one. There is none when some of them were lost.</summary>
    /// <param name="events">What recorded them, and has stopped.</param>
    /// <param name="lost">How many others there were: those that came too fast, and those of further threads.</param>
    /// <param name="faults">The faults, explained.</param>
    internal static Reading<GrowthCurve> Of(FaultEvents events, long lost, IReadOnlyList<(FaultEvent Event, FaultCause Cause)> faults)
    {
        // A runtime's own threads may take a few.
        if (lost - events.Lost is var others && others > MostOthers && others > faults.Count / 100)
            return Reading.None<GrowthCurve>(Invariant($"{others:N0} page faults were taken by further threads, and only those of the first one are recorded. Run it in slices."));
        if (events.Lost > 0)
            return Reading.None<GrowthCurve>(Invariant($"{events.Lost:N0} page faults came too fast to be recorded, or were too many. Run it in slices, or when the machine has less to do."));
        var gains = faults.Where(fault => fault.Cause is FaultCause.Copy or FaultCause.New).Select(fault => fault.Event.CpuTime).ToList();
        var points = new List<GrowthPoint> { new(TimeSpan.Zero, 0) };
        var step = Math.Max(1, gains.Count / MostPoints);
        for (var i = step - 1; i < gains.Count; i += step) points.Add(At(gains[i], i + 1));
        if (gains.Count > 0 && points[^1].Pages < gains.Count) points.Add(At(gains[^1], gains.Count));
        // After the last gain the curve is flat.
        if (faults.Count > 0 && faults[^1].Event.CpuTime is var end && At(end, gains.Count) is var last && last.CpuTime > points[^1].CpuTime) points.Add(last);
        return new GrowthCurve(points, IsSampled: false);
    }

    // A tick is 100 ns.
    private static GrowthPoint At(ulong nanoseconds, long pages) => new(TimeSpan.FromTicks((long)(nanoseconds / 100)), pages);
}
