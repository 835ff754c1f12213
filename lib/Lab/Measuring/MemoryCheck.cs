using CowNotebooks.Lab.Catalogues;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Measuring;

/// <summary>Refuses a heap that this machine cannot hold, before the kernel's out-of-memory killer chooses a victim.</summary>
internal static class MemoryCheck
{
    private const double Kilobyte = 1024, Gigabyte = Kilobyte * Kilobyte * Kilobyte;

    /// <exception cref="LabUsageException">The heap and a full copy of it by the child need more than is available.</exception>
    public static void Check(CatalogueEntry entry, long count, Meminfo memory)
    {
        if (memory.MemAvailable is not { } available || entry.LeastBytesPerElement is not { } bytes) return;
        // Twice: once in the parent, and once more when a child copies every page.
        var perElement = 2 * bytes;
        if (count <= available / perElement) return;
        throw new LabUsageException(
            $"{count:N0} {entry.Name} and a child's copy of them need about {count * (double)perElement / Gigabyte:N0} GB, and this machine has {available / Gigabyte:N1} GB available.",
            $"Ask for at most {available / perElement:N0}.");
    }
}
