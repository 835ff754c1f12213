using System.Globalization;

namespace CowNotebooks.Benchmarks;

/// <summary>Figures as a person reads them: three digits that count.</summary>
internal static class Text
{
    public static string Seconds(double seconds) => seconds switch
    {
        >= 100 => Digits(seconds / 60) + " min",
        >= 1 => Digits(seconds) + " s",
        >= 1e-3 => Digits(seconds * 1e3) + " ms",
        _ => Digits(seconds * 1e6) + " µs",
    };

    public static string Ratio(double ratio) => Digits(ratio) + "x";

    private static string Digits(double value) => value.ToString(value >= 100 ? "F0" : value >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture);
}
