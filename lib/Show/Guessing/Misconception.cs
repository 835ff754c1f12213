namespace CowNotebooks.Show.Guessing;

/// <summary>A wrong way to think, and the number to which it leads.</summary>
/// <param name="Figure">That number; null when it cannot be had from this run.</param>
/// <param name="Because">What is wrong with it, in plain English.</param>
internal sealed record Misconception(double? Figure, string Because)
{
    // How near a guess must be to be answered by it, relative to the figure.
    private const double Near = 0.03;

    /// <summary>The nearest to a guess; of equally near ones the first. Null when none is near.</summary>
    public static Misconception? Behind(double guess, IEnumerable<Misconception> table) => table
        .Select(row => (Row: row, Distance: row.Figure is { } figure ? Distance(guess, figure) : double.PositiveInfinity))
        .Where(near => near.Distance <= Near).OrderBy(near => near.Distance).Select(near => near.Row).FirstOrDefault();

    private static double Distance(double guess, double figure) => guess == figure ? 0 : Math.Abs(guess - figure) / Math.Max(Math.Abs(figure), double.Epsilon);
}
