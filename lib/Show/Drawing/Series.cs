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
/// <param name="Colour">Which colour.</param>
/// <param name="X">Numbers, or the names of bars.</param>
/// <param name="Y">Numbers; null where there is none.</param>
internal sealed record Series(string Name, Look Look, string Colour, IReadOnlyList<object> X, IReadOnlyList<double?> Y);

/// <summary>Colours that stay apart for colour-blind readers, on light and on dark ground (Okabe and Ito, 2008).</summary>
internal static class Colours
{
    public const string Uss = "#0072B2";
    public const string Pss = "#E69F00";
    public const string Faults = "#CC79A7";
    public const string Prediction = "#009E73";

    private static readonly string[] InOrder = [Uss, Pss, Faults, "#56B4E9", "#D55E00", "#F0E442"];

    /// <summary>The colour of the n-th series of a kind, from 0.</summary>
    public static string Of(int n) => InOrder[n % InOrder.Length];
}
