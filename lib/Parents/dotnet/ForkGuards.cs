namespace CowNotebooks.Forking;

/// <summary>
/// The settings without which a forked CoreCLR child hangs or crashes, or spoils the figures. They are read once when the runtime starts,
/// so the observer sets them before it starts the parent, and the parent checks them before it forks.
/// </summary>
public static class ForkGuards
{
    /// <summary>Each variable must be 0; the second word says what happens otherwise.</summary>
    public static IReadOnlyList<(string Variable, string Otherwise)> All { get; } =
    [
        // The executable double mapping is MAP_SHARED: code the child compiles lands in the parent's code pages.
        ("DOTNET_EnableWriteXorExecute", "code that the child compiles overwrites the parent's"),
        // The background compiler's thread does not exist in the child, and waiting for it never ends.
        ("DOTNET_TieredCompilation", "the child waits for a compiler thread that was not forked"),
        // So does a background collection.
        ("DOTNET_gcConcurrent", "the child waits for a collector thread that was not forked"),
        // The diagnostics server would leave a socket behind and keeps a thread busy.
        ("DOTNET_EnableDiagnostics", "a diagnostics thread writes while pages are counted"),
    ];

    /// <summary>Null when all are set; else a sentence that names the first one missing, for this process.</summary>
    public static string? FirstMissing()
    {
        foreach (var (variable, otherwise) in All)
        {
            if (Environment.GetEnvironmentVariable(variable) is not ("0" or "0x0"))
                return $"Refusing to fork: {variable} is not 0, so {otherwise}. Start this process with {variable}=0.";
        }

        return null;
    }

    /// <summary>Sets the guards in the environment of a process to be started, and clears every other setting of the runtime there.</summary>
    public static void Apply(IDictionary<string, string?> environment)
    {
        var others = environment.Keys.Where(name => (name.StartsWith("DOTNET_", StringComparison.Ordinal) && !name.StartsWith("DOTNET_ROOT", StringComparison.Ordinal))
            || name.StartsWith("COMPlus_", StringComparison.Ordinal) || name.StartsWith("CORECLR_", StringComparison.Ordinal)).ToList();
        foreach (var name in others) environment.Remove(name);
        foreach (var (variable, _) in All) environment[variable] = "0";
    }
}
