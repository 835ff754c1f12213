using System.Globalization;

namespace CowNotebooks.Lab.Sentences;

/// <summary>Bytes for a person, in units of 1,024 of the one before.</summary>
internal static class ByteText
{
    private const double Kilobyte = 1024, Megabyte = Kilobyte * 1024, Gigabyte = Megabyte * 1024;
    private static readonly string[] Units = ["kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>What was measured, so that two of them can be compared: "512 kB", "31.4 MB", "22,528.0 MB".</summary>
    public static string Of(long bytes) => bytes < Megabyte
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Kilobyte:N0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte:N1} MB");

    /// <summary>About how much, in the unit that makes it short: "6.1 MB", "61 MB", "22 GB".</summary>
    public static string About(double bytes)
    {
        var (size, unit) = (bytes / Kilobyte, 0);
        for (; size >= 1024 && unit < Units.Length - 1; unit++) size /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{(size < 10 && unit > 0 ? Math.Round(size, 1) : Math.Round(size)):#,0.#} {Units[unit]}");
    }

    /// <summary>The memory of a machine: "15.6 GB".</summary>
    public static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Gigabyte:N1} GB");
}
