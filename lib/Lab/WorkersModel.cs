namespace CowNotebooks.Lab;

/// <summary>What a parent and k workers take, as a straight line through what was measured after each worker: shared + k x private.</summary>
/// <param name="SharedBytes">What they take without any worker, by the line: the parent, and all that the workers share with it.</param>
/// <param name="PrivateBytes">What each worker adds.</param>
/// <param name="ErrorBytes">The largest deviation of a measured point from the line; null with one worker, since a line goes through any two points.</param>
public sealed record WorkersModel(long SharedBytes, long PrivateBytes, long? ErrorBytes)
{
    /// <summary>What k workers and their parent take by this line, in bytes.</summary>
    public long At(long workers) => SharedBytes + workers * PrivateBytes;

    /// <summary>The line by least squares through the figures of 0, 1, 2 … workers.</summary>
    internal static WorkersModel Through(IReadOnlyList<long> figures)
    {
        var (middle, mean) = ((figures.Count - 1) / 2.0, figures.Average());
        var slope = figures.Select((figure, k) => (k - middle) * (figure - mean)).Sum() / figures.Select((_, k) => (k - middle) * (k - middle)).Sum();
        var line = new WorkersModel((long)Math.Round(mean - middle * slope), (long)Math.Round(slope), null);
        return figures.Count < 3 ? line : line with { ErrorBytes = figures.Select((figure, k) => Math.Abs(figure - line.At(k))).Max() };
    }
}

/// <summary>How many workers fit into the memory that was available before the parent was started.</summary>
/// <param name="Workers">By the line.</param>
/// <param name="Fewest">If each worker takes as much more as the error allows; null when the error is not known.</param>
/// <param name="Most">If each takes as much less; null when the error is not known, or is as large as what a worker takes.</param>
public sealed record WorkersThatFit(long Workers, long? Fewest, long? Most)
{
    /// <param name="availableBytes">MemAvailable before the start.</param>
    /// <param name="ram">The line of PSS.</param>
    /// <param name="pageTables">The line of page tables, which PSS does not count; null when the kernel does not say.</param>
    /// <param name="measured">How many workers were measured.</param>
    /// <returns>Null when a worker takes nothing that could be measured.</returns>
    internal static WorkersThatFit? Of(long availableBytes, WorkersModel ram, WorkersModel? pageTables, int measured)
    {
        var (room, each) = (availableBytes - ram.SharedBytes - (pageTables?.SharedBytes ?? 0), (double)ram.PrivateBytes + (pageTables?.PrivateBytes ?? 0));
        if (each <= 0) return null;
        // The line, turned until it is off by the error at its first point and, the other way, at its last.
        var tilt = 2.0 * (ram.ErrorBytes + (pageTables?.ErrorBytes ?? 0)) / measured;
        return new(Fit(each), tilt is { } more ? Fit(each + more) : null, tilt is { } less && less < each ? Fit(each - less) : null);

        long Fit(double bytes) => room <= 0 ? 0 : (long)(room / bytes);
    }
}
