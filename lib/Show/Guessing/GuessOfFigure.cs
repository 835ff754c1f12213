namespace CowNotebooks.Show.Guessing;

/// <summary>A guess of any figure.</summary>
internal static class GuessOfFigure
{
    /// <summary>Whether it is right, how far off it is, and why.</summary>
    public static (bool? IsRight, string Verdict, string Why) Answer(double? guess, double? measured, string unit, IReadOnlyList<Misconception> mistakes)
    {
        if (guess is not { } guessed) return (null, Deviation.NoGuess, "");
        if (measured is not { } figure) return (null, "Nothing to compare with: the figure is not known here.", "");
        var deviation = new Deviation(guessed, figure, unit, IsMistake: mistakes.Any(mistake => mistake.Figure == guessed));
        var why = deviation.IsRight ? "" : Misconception.Behind(guessed, mistakes)?.Because ?? "Look at the formula again.";
        return (deviation.IsRight, deviation.Sentence($"it is {deviation.With(figure)}"), why);
    }
}
