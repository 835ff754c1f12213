using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show.Guessing;

/// <summary>A guess of how many pages a run copies.</summary>
internal static class GuessOfPages
{
    /// <summary>Whether it is right, how far off it is, and why.</summary>
    public static (bool? IsRight, string Verdict, string Why) Answer(long? guess, Run? run)
    {
        if (guess is not { } guessed) return (null, Deviation.NoGuess, "");
        if (run is null) return (null, "Nothing to compare with: no cell has run yet.", "Run the cell above first.");
        if (run.After is null) return (null, $"Nothing to compare with: {run.Outcome}", run.Outcome.Remedy);
        if (guessed < 0) return (false, $"There is no such number of pages: {Numbers.Count(guessed)}.", "Guess 0 or more.");
        var facts = (run.CopiedPages ?? run.UssGrowthPages) is { } copied ? new GuessFacts(run, copied) : null;
        if (facts is null) return (null, "Nothing to compare with: the copied pages are not known.", run.PageMap.Why);

        var deviation = new Deviation(guessed, facts.Copied, "pages");
        var measured = run.CopiedPages is null
            ? $"{facts.Who}'s USS grew by {deviation.With(facts.Copied)} (the copied pages are not known)"
            : $"{facts.Who} copied {deviation.With(facts.Copied)}";
        var why = deviation.IsRight ? "" : Misconception.Behind(guessed, PageMisconceptions.Of(facts))?.Because ?? Formula(facts);
        string[] reasons = [why, Prediction(run, facts.Copied), run.IsRecorded ? "(This run was recorded, not measured now.)" : ""];
        return (deviation.IsRight, deviation.Sentence(measured), string.Join(' ', reasons.Where(text => text.Length > 0)));
    }

    private static string Prediction(Run run, long copied) =>
        run.Predicted is { } predicted && Math.Abs(predicted - copied) > Reconciliation.PageTolerance ? $"We predicted {Numbers.Count(predicted)}, and were off too." : "";

    private static string Formula(GuessFacts facts)
    {
        if (facts.IsFree) return "Look at the formula again: only pages with a word that is written are copied. Which word does this code write?";
        const string formula = "Look at the formula again: each page with a word that is written is copied once, so count elements × bytes from one to the next ÷ bytes in a page";
        return facts is { Count: { } count, Distance: { } distance }
            ? $"{formula}. Here that is {Numbers.Count((long)count)} × about {Numbers.Count((long)Math.Round(distance))} ÷ {Numbers.Count((long)GuessFacts.Page)}."
            : $"{formula}, which is {Numbers.Count((long)GuessFacts.Page)} here.";
    }
}
