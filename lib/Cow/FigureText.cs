using System.Globalization;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow;

/// <summary>Figures as a person reads them in a table of the terminal.</summary>
internal static class FigureText
{
    /// <summary>A figure that is not known.</summary>
    public const string Missing = "-";

    /// <summary>"1,234".</summary>
    public static string Count(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? Missing;

    /// <summary>Bytes in MB of 1,024 kB: "1,234.5".</summary>
    public static string Megabytes(double? bytes) => (bytes / 1024 / 1024)?.ToString("N1", CultureInfo.InvariantCulture) ?? Missing;

    /// <summary>What a parent holds: "1,000,000 integers", or the name of own code.</summary>
    public static string Of(Heap heap) => heap.Count is { } count ? $"{count:N0} {heap.Name}" : heap.Name;
}
