using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Measuring;

/// <summary>Refuses a heap that this machine cannot hold, before the kernel's out-of-memory killer chooses a victim.</summary>
internal static class MemoryCheck
{
    private const double Kilobyte = 1024, Gigabyte = Kilobyte * Kilobyte * Kilobyte;

    /// <exception cref="LabUsageException">The heap and a full copy of it by the child need more than is available.</exception>
    public static void Check(Runtime runtime, Heap heap, Meminfo memory)
    {
        if (memory.MemAvailable is not { } available) return;
        // Twice: once in the parent, and once more when a child copies every page.
        var perElement = 2 * runtime.LeastBytesPerElement(heap);
        if (heap.Count <= available / perElement) return;
        throw new LabUsageException(
            $"{heap.Count:N0} {heap.Name} and a child's copy of them need about {heap.Count * (double)perElement / Gigabyte:N0} GB, and this machine has {available / Gigabyte:N1} GB available.",
            $"Ask for at most {available / perElement:N0}.");
    }
}
