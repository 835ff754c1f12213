using System.Globalization;
using System.Text;

namespace CowNotebooks.Show.Drawing.Runs;

/// <summary>
/// A sequence of tokens as text, for the script of a page strip: "a b *3,2" is a b a b a b a b: the last two, three times more. What comes in periods
/// (the pages of a CPython pool, every fourth page) takes little. Numbers have base 36.
/// </summary>
internal static class Sequence
{
    private const int LongestPeriod = 8;
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>The tokens, or as many of the first of them as have room.</summary>
    /// <param name="tokens">Without spaces, and none begins with an asterisk.</param>
    /// <param name="mostCharacters">How long the text may be.</param>
    /// <returns>The text, and how many tokens it has.</returns>
    public static (string Text, int Kept) Write(IReadOnlyList<string> tokens, int mostCharacters)
    {
        var text = new StringBuilder();
        for (var at = 0; at < tokens.Count;)
        {
            var (period, times) = Period(tokens, at);
            var part = string.Join(' ', tokens.Skip(at).Take(period)) + (times > 0 ? $" *{Number(times)},{Number(period)}" : "");
            if (text.Length + 1 + part.Length > mostCharacters) return (text.ToString(), at);
            text.Append(text.Length > 0 ? " " : "").Append(part);
            at += period * (times + 1);
        }

        return (text.ToString(), tokens.Count);
    }

    /// <summary>Tokens "value.count" for neighbours of one value.</summary>
    public static IReadOnlyList<string> Stretches(IEnumerable<(string Value, long Count)> values)
    {
        var stretches = new List<(string Value, long Count)>();
        foreach (var (value, count) in values)
        {
            if (count == 0) continue;
            if (stretches.Count > 0 && stretches[^1].Value == value) stretches[^1] = (value, stretches[^1].Count + count);
            else stretches.Add((value, count));
        }

        return [.. stretches.Select(one => $"{one.Value}.{Number(one.Count)}")];
    }

    /// <summary>A number to base 36.</summary>
    public static string Number(long value)
    {
        if (value < 0) return $"-{Number(-value)}";
        if (value < 36) return Digits[(int)value].ToString();
        var text = new StringBuilder();
        for (; value > 0; value /= 36) text.Insert(0, Digits[(int)(value % 36)]);
        return text.ToString();
    }

    /// <summary>A number to base 36.</summary>
    public static string Number(ulong value) => Number(checked((long)value));

    // The period whose repetition saves most, and how often it repeats.
    private static (int Period, int Times) Period(IReadOnlyList<string> tokens, int at)
    {
        var (best, bestTimes, bestSaved) = (1, 0, 0);
        for (var period = 1; period <= LongestPeriod && at + (2 * period) <= tokens.Count; period++)
        {
            var times = 0;
            while (at + ((times + 2) * period) <= tokens.Count && Repeats(tokens, at, (times + 1) * period, period)) times++;
            if (times == 0) continue;
            var saved = (times * Enumerable.Range(at, period).Sum(i => tokens[i].Length + 1)) - string.Create(CultureInfo.InvariantCulture, $" *{Number(times)},{period}").Length;
            if (saved > bestSaved) (best, bestTimes, bestSaved) = (period, times, saved);
        }

        return (best, bestTimes);
    }

    private static bool Repeats(IReadOnlyList<string> tokens, int at, int after, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (tokens[at + i] != tokens[at + after + i]) return false;
        }

        return true;
    }
}
