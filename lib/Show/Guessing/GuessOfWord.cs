namespace CowNotebooks.Show.Guessing;

/// <summary>A guess that is a word.</summary>
internal static class GuessOfWord
{
    /// <summary>Whether it is right, and the mistake behind another word. Case and spaces around it do not count.</summary>
    public static (bool? IsRight, string Verdict, string Why) Answer(string? guess, string? answer, IReadOnlyList<(string Guess, string Because)> mistakes)
    {
        if (string.IsNullOrWhiteSpace(guess)) return (null, Deviation.NoGuess, "");
        if (string.IsNullOrWhiteSpace(answer)) return (null, "Nothing to compare with: the answer is not known here.", "");
        var said = guess.Trim();
        if (IsSame(said, answer)) return (true, $"Right: {answer.Trim()}.", "");
        return (false, $"Not {said}: it is {answer.Trim()}.", mistakes.FirstOrDefault(mistake => IsSame(said, mistake.Guess)).Because ?? "");
    }

    private static bool IsSame(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
