using System.Globalization;
using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show.Guessing;

/// <summary>How far a guess is off a figure.</summary>
/// <param name="Guess">The guess.</param>
/// <param name="Figure">The figure.</param>
/// <param name="Unit">What is counted: "pages", "percent"; empty for a bare number.</param>
/// <param name="IsMistake">A known mistake leads to just this guess: being near is then no merit (0 pages or 2 where it is 1).</param>
internal sealed record Deviation(double Guess, double Figure, string Unit, bool IsMistake = false)
{
    // What a person may be off.
    private const double Share = 0.02;

    private const string Percent = "percent";

    /// <summary>What is said where nobody has guessed.</summary>
    public const string NoGuess = "No guess yet: write yours in its cell above, and run from there.";

    // "pages", but not "ms".
    private bool IsPlural => Unit.Length > 2 && Unit.EndsWith('s');

    private bool ToThePage => Unit == "pages" && IsWithin(Reconciliation.PageTolerance);

    /// <summary>Near enough.</summary>
    public bool IsRight => ToThePage || IsWithin(Share * Math.Abs(Figure));

    /// <summary>"Right to the page: …", "Too low by 3,900 pages (50 %): …".</summary>
    /// <param name="measured">The figure in half a sentence: "the child copied 7,839 pages".</param>
    public string Sentence(string measured)
    {
        var said = $"you said {With(Guess)}, and {measured}";
        if (Guess == Figure) return $"Right{(Unit == "pages" ? " to the page" : "")}: {measured}.";
        if (ToThePage) return $"Right to the page: {said}.";
        if (IsRight) return $"Right within 2 %: {said}.";
        var side = Guess < Figure ? "low" : "high";
        if (Guess > 0 && Figure > 0 && Math.Max(Guess / Figure, Figure / Guess) is >= 3 and var times) return $"Too {side}, by a factor of {Rounded(times)}: {said}.";
        return $"Too {side} by {Difference(Math.Abs(Guess - Figure))}: {said}.";
    }

    /// <summary>"7,839 pages", "1 page", "4.5".</summary>
    public string With(double figure) => $"{Text(figure)} {(figure == 1 && IsPlural ? Unit[..^1] : Unit)}".TrimEnd();

    // The distance of two percentages is told in points; their ratio would be another percentage.
    private string Difference(double apart) => Unit == Percent
        ? $"{Text(apart)} percentage point{(apart == 1 ? "" : "s")}"
        : $"{With(apart)}{(Figure == 0 ? "" : $" ({Rounded(100 * apart / Math.Abs(Figure))} %)")}";

    private bool IsWithin(double tolerance) => Math.Abs(Guess - Figure) <= (IsMistake ? 0 : tolerance);

    private static string Text(double figure) => Numbers.Figure(figure);

    private static string Rounded(double figure) => figure.ToString(figure < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);
}
