namespace CowNotebooks.Procfs.Tests;

internal static class Allocation
{
    /// <summary>The bytes that a thousand runs allocate on this thread, once everything they need is there.</summary>
    public static long Of<T>(Func<T> run)
    {
        run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
