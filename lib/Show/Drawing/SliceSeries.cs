using CowNotebooks.Forking;
using CowNotebooks.Lab;

namespace CowNotebooks.Show.Drawing;

/// <summary>Series over the slices of a run.</summary>
internal static class SliceSeries
{
    public const string Guess = "your guess";
    public const string XTitle = "share of the workload done (%)";

    /// <summary>A figure of the process that ran, before the first slice and after each.</summary>
    public static Series Measured(Role by, IReadOnlyList<Point> points, string name, string colour, Func<Measurement, double?> figure) => new(
        name, Look.Line, colour, [.. points.Select(point => (object)Math.Round(point.Progress * 100, 6))], [.. points.Select(point => figure(point.Snapshot.Of(by)))]);

    /// <summary>
    /// A straight line from none to all of the predicted pages: workloads go through the heap from end to end, so that pages are copied at an even pace.
    /// Nothing when there is no prediction.
    /// </summary>
    /// <param name="predicted">Pages predicted of the run; null when nobody could say.</param>
    /// <param name="noop">Pages that a child takes which does nothing; null when that is not known.</param>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="figure">The figure after so many pages.</param>
    public static IEnumerable<Series> Predicted(long? predicted, long? noop, string name, Func<double, double?> figure)
    {
        if (predicted + (noop ?? 0) is { } pages)
            yield return new Series(name, Look.Predicted, Palette.Prediction, [0.0, 100.0], [figure(0), figure(pages)]);
    }

    /// <summary>The same of the pages that a reader guessed; nothing when there is no guess.</summary>
    public static IEnumerable<Series> Guessed(long? guess, Func<double, double?> figure)
    {
        if (guess is { } pages) yield return new Series(Guess, Look.Guess, Palette.Guess, [0.0, 100.0], [figure(0), figure(pages)]);
    }
}
