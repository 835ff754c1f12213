namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>
/// Runs the workloads of the catalogue in the parent, each on a small heap of each kind, before it forks for the first time. What a process does for the
/// first time it pays for in faults and pages: compiling, binding one method to another. Afterwards a child has only its own cell to prepare.
/// </summary>
internal static class Rehearsal
{
    private const int Elements = 64;
    // Only the second call of a method is bound to it for good.
    private const int Times = 2;

    public static void Run()
    {
        // Where print prints; what it goes through is the same.
        var console = Console.Out;
        Console.SetOut(new StreamWriter(Stream.Null));
        try
        {
            for (var i = 0; i < Times; i++) Ordinary.Run(Console.Out);
            RunCatalogue(Path.Combine(AppContext.BaseDirectory, "catalogue"));
        }
        catch (CellFailedException)
        {
            // A workload cannot run here, as one that needs a file where none can be written. A child that runs it says so.
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    private static void RunCatalogue(string catalogue)
    {
        var compiled = Path.Combine(catalogue, "compiled");
        if (!Directory.Exists(compiled)) return;
        var workloads = Directory.EnumerateFiles(Path.Combine(catalogue, "workloads")).Where(source => !EndsChild(source)).Select(Path.GetFileNameWithoutExtension).ToList();
        foreach (var heap in Directory.EnumerateFiles(compiled, "*.dll"))
        {
            // A session of its own: the real one's cells have the same names.
            var session = new Session();
            session.Globals.count = Elements;
            PreparedCell.Of(heap, session).Run(0, 1);
            foreach (var workload in workloads)
            {
                var cell = PreparedCell.Of(Path.Combine(Path.ChangeExtension(heap, null), workload + ".dll"), session);
                for (var i = 0; i < Times; i++) cell.Run(0, 1);
                _ = cell.Show();
            }
        }
    }

    private static bool EndsChild(string source) => File.ReadLines(source).TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal)).Any(line => line == "// ends: child");
}
