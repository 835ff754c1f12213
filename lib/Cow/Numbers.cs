using System.Globalization;

namespace CowNotebooks.Cow;

/// <summary>Numbers as they are typed.</summary>
internal static class Numbers
{
    private const double MostSeconds = 1_000_000;

    /// <exception cref="UsageException">Not a whole number, or too large to be one.</exception>
    public static long Whole(string option, string typed, long most)
    {
        if (!long.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw new UsageException($"{option} '{typed}' is not a whole number in range. Write only digits, as in {option} 1000.");
        if (number > most) throw new UsageException($"{option} {typed} is too large. The most is {most}.");
        return number < -most ? throw new UsageException($"{option} {typed} is too small. Ask for 1 or more.") : number;
    }

    /// <exception cref="UsageException">Not a number of seconds above 0.</exception>
    public static TimeSpan Seconds(string option, string typed) =>
        double.TryParse(typed, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= MostSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"{option} '{typed}' is not a time. Write seconds above 0 and up to {MostSeconds:N0}, as in {option} 300.");
}
