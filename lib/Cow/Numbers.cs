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

    /// <summary>A PID.</summary>
    /// <param name="option">What is typed before it.</param>
    /// <param name="typed">What was typed.</param>
    /// <param name="example">A whole command that has one.</param>
    /// <exception cref="UsageException">Not a whole number above 0.</exception>
    public static int Pid(string option, string typed, string example) => Whole(option, typed, int.MaxValue) is > 0 and var pid
        ? (int)pid
        : throw new UsageException($"There is no process {typed}: PIDs begin at 1. Name a PID, as in {example}.");

    /// <summary>A time with its unit: 500ms, 1s, 2m, 1h; without one, seconds.</summary>
    /// <exception cref="UsageException">Not such a time, or not above 0.</exception>
    public static TimeSpan Duration(string option, string typed)
    {
        (string Unit, double Seconds)[] units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)];
        var (unit, size) = units.First(unit => typed.EndsWith(unit.Unit, StringComparison.Ordinal));
        return double.TryParse(typed.AsSpan(0, typed.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * size is >= 0.001 and <= MostSeconds
            ? TimeSpan.FromSeconds(number * size)
            : throw new UsageException($"{option} '{typed}' is not a time. Write a number above 0 and its unit, as in {option} 500ms, {option} 10s, {option} 5m or {option} 1h.");
    }

    /// <exception cref="UsageException">Not a number of seconds above 0.</exception>
    public static TimeSpan Seconds(string option, string typed) =>
        double.TryParse(typed, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= MostSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"{option} '{typed}' is not a time. Write seconds above 0 and up to {MostSeconds:N0}, as in {option} 300.");
}
