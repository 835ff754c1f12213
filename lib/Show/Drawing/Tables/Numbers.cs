using System.Globalization;

namespace CowNotebooks.Show.Drawing.Tables;

/// <summary>Numbers as text. What is missing is a dash, never 0.</summary>
internal static class Numbers
{
    public const string Missing = "–";

    /// <summary>With thousands separators.</summary>
    public static string Count(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? Missing;

    /// <summary>"1 page", "1,234 pages".</summary>
    public static string Pages(long count) => $"{Count(count)} {(count == 1 ? "page" : "pages")}";

    /// <summary>With two decimals.</summary>
    public static string Decimal(double? number) => number?.ToString("N2", CultureInfo.InvariantCulture) ?? Missing;

    /// <summary>With two decimals at most; what is below 0.1 with six.</summary>
    public static string Figure(double? number) => number switch
    {
        null => Missing,
        > -0.1 and < 0.1 and not 0 => number.Value.ToString("0.0#####", CultureInfo.InvariantCulture),
        _ => number.Value.ToString("#,0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>A share from 0 to 1, in per cent.</summary>
    public static string Share(double? share) => share?.ToString("P0", CultureInfo.InvariantCulture) ?? Missing;

    /// <summary>Bytes in the kernel's kB of 1,024 bytes.</summary>
    public static string Kilobytes(long? bytes) => Count(bytes / 1024);

    /// <summary>Bytes in MB of 1,024 times 1,024 bytes.</summary>
    public static double? Megabytes(long? bytes) => bytes / 1024.0 / 1024.0;

    /// <summary>Whether a cell of a table holds a number, or stands for one that is missing.</summary>
    public static bool Is(string cell) =>
        cell == Missing || double.TryParse(cell.TrimEnd('%'), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);
}
