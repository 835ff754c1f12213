using CowNotebooks.Lab;
using CowNotebooks.Show.Guessing;

namespace CowNotebooks.Show;

/// <content>A reader's guess beside what was measured.</content>
public sealed partial class Check
{
    /// <summary>How far a guess is off the pages that a run copied, and the misconception that leads to it.</summary>
    /// <param name="guess">In pages; null when the reader has not guessed.</param>
    /// <param name="run">The run: <see cref="Laboratory.LastRun"/>; it may come from a recording.</param>
    public static Guess That(long? guess, Run? run) => new(GuessOfPages.Answer(guess, run));

    /// <summary>The same for a report.</summary>
    /// <param name="guess">In pages; null when the reader has not guessed.</param>
    /// <param name="report">The report; it may come from a recording.</param>
    public static Guess That(long? guess, Report? report) => That(guess, report?.Run);

    /// <summary>How far a guess is off any other figure, and the mistake that leads to it.</summary>
    /// <param name="guess">The guess; null when the reader has not guessed.</param>
    /// <param name="measured">The figure; null when there is none.</param>
    /// <param name="unit">What is counted: "pages", "MB", "percent"; empty for a bare number.</param>
    /// <param name="mistakes">Guesses that a known mistake leads to, and the mistake, in a sentence.</param>
    public static Guess That(double? guess, double? measured, string unit = "pages", params (double? Guess, string Because)[] mistakes) =>
        new(GuessOfFigure.Answer(guess, measured, unit, [.. mistakes.Select(mistake => new Misconception(mistake.Guess, mistake.Because))]));

    /// <summary>Whether a guess is the word that was asked for, and the mistake that leads to another.</summary>
    /// <param name="guess">The word; null when the reader has not guessed.</param>
    /// <param name="answer">The right word; null when there is none.</param>
    /// <param name="mistakes">Words that a known mistake leads to, and the mistake, in a sentence.</param>
    public static Guess That(string? guess, string? answer, params (string Guess, string Because)[] mistakes) => new(GuessOfWord.Answer(guess, answer, mistakes));
}
