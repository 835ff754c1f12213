using System.Globalization;
using CowNotebooks.Lab;

namespace CowNotebooks.Show.Drawing;

/// <summary>Figures as text. What is missing is a dash, never 0.</summary>
internal static class Figures
{
    public const string Missing = "–";

    /// <summary>With thousands separators.</summary>
    public static string Count(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? Missing;

    /// <summary>"1,000 integers"; of own code the name alone.</summary>
    public static string Of(Heap heap) => heap.Count is null ? heap.Name : $"{Count(heap.Count)} {heap.Name}";

    /// <summary>Bytes in the kernel's kB of 1,024 bytes.</summary>
    public static string Kilobytes(long? bytes) => Count(bytes / 1024);

    /// <summary>Bytes in MB of 1,024 times 1,024 bytes.</summary>
    public static double Megabytes(long bytes) => bytes / 1024.0 / 1024.0;
}
