namespace CowNotebooks.Tests;

/// <summary>
/// Strangers are the processes outside a test's family. They map pages of the same files, such as libc's: with each that starts or ends, USS and PSS of the family change,
/// and nothing here keeps them from it. So a test looks again until nobody came between.
/// </summary>
internal static class Strangers
{
    /// <summary>Takes a reading, looks, and takes the reading again, until both are the same.</summary>
    /// <returns>That reading, and what was seen between.</returns>
    public static (IReadOnlyList<TReading> Reading, TSeen Seen) Still<TReading, TSeen>(Func<IReadOnlyList<TReading>> read, Func<TSeen> look)
    {
        var end = DateTime.UtcNow + Processes.Limit;
        for (var before = read(); ;)
        {
            var seen = look();
            var after = read();
            if (before.SequenceEqual(after)) return (after, seen);
            AssertBefore(end, before, after);
            before = after;
        }
    }

    /// <summary>The same, for what takes other programs.</summary>
    public static async Task<(IReadOnlyList<TReading> Reading, TSeen Seen)> StillAsync<TReading, TSeen>(Func<Task<IReadOnlyList<TReading>>> read, Func<Task<TSeen>> look)
    {
        var end = DateTime.UtcNow + Processes.Limit;
        for (var before = await read(); ;)
        {
            var seen = await look();
            var after = await read();
            if (before.SequenceEqual(after)) return (after, seen);
            AssertBefore(end, before, after);
            before = after;
        }
    }

    private static void AssertBefore<TReading>(DateTime end, IReadOnlyList<TReading> before, IReadOnlyList<TReading> after)
    {
        if (DateTime.UtcNow > end) Assert.Fail($"It is not the same twice:\n{string.Join('\n', before.Except(after))}\nand then\n{string.Join('\n', after.Except(before))}");
    }
}
