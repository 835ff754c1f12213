namespace CowNotebooks.Parents.DotNet;

/// <summary>
/// The settings without which a forked CoreCLR child hangs or crashes, or spoils the figures: the environment lines of <c>parent.txt</c>. The observer sets
/// them before it starts this process, which checks them before it forks.
/// </summary>
internal static class ForkGuards
{
    private const string Key = "environment:";

    /// <summary>Null when all are set; else a sentence that names the first one missing.</summary>
    public static string? FirstMissing()
    {
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "parent.txt")).Where(line => line.StartsWith(Key, StringComparison.Ordinal)))
        {
            var parts = line[Key.Length..].Split('|', 2, StringSplitOptions.TrimEntries);
            var (variable, value) = (parts[0].Split('=')[0], parts[0].Split('=')[1]);
            if (Environment.GetEnvironmentVariable(variable) is not { } set || (set != value && set != "0x" + value))
                return $"Refusing to fork: {variable} is not {value}, so {parts[1]}. Start this process with {variable}={value}.";
        }

        return null;
    }
}
