namespace CowNotebooks.Show.Drawing;

/// <summary>How a series is drawn.</summary>
internal enum Look
{
    /// <summary>A line with a marker at each measurement.</summary>
    Line,

    /// <summary>A dashed line: computed before anything was measured.</summary>
    Predicted,

    /// <summary>Bars, side by side with those of other series.</summary>
    Bar,

    /// <summary>A marker at each point, without a line.</summary>
    Mark,

    /// <summary>A diamond on each bar: computed before anything was measured.</summary>
    PredictedMark,
}

/// <summary>One series of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Look">How it is drawn.</param>
/// <param name="Colour">Of <see cref="Palette"/>.</param>
/// <param name="X">Numbers, or names.</param>
/// <param name="Y">Numbers; null where there is none.</param>
internal sealed record Series(string Name, Look Look, string Colour, IReadOnlyList<object> X, IReadOnlyList<double?> Y);
