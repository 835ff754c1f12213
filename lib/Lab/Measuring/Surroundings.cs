namespace CowNotebooks.Lab.Measuring;

/// <summary>What of this machine makes figures approximate, or others than the texts name. Each is a sentence with what to do about it.</summary>
internal static class Surroundings
{
    /// <param name="root">Where the machine's files are; another folder serves tests.</param>
    public static IReadOnlyList<string> Notes(string root = "/")
    {
        var notes = new List<string>();
        if (Environment.SystemPageSize != 4096)
            notes.Add($"Pages have {Environment.SystemPageSize:N0} bytes on this machine: fewer and larger copies than with 4,096. Compare bytes, not pages.");
        if (Line("sys/kernel/mm/ksm/run") == "1")
            notes.Add("KSM runs: it may merge identical pages and make them shared again. Root may stop it: echo 2 > /sys/kernel/mm/ksm/run");
        if (Line("sys/kernel/mm/transparent_hugepage/enabled")?.Contains("[always]", StringComparison.Ordinal) == true)
            notes.Add("Transparent huge pages are on for everything: one fault may bring in 512 pages. Root may change it: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled");
        if (Line("proc/version")?.Contains("gVisor", StringComparison.OrdinalIgnoreCase) == true)
            notes.Add("This is gVisor and not Linux's own memory manager: its figures mean something else. Measure on a Linux machine.");
        return notes;

        string? Line(string path)
        {
            try
            {
                return File.ReadAllText(Path.Combine(root, path)).Trim();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
