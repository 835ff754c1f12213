namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>
/// Runs once, in the parent before it forks, what children will run. What a process does for the first time it pays for in faults and pages: compiling,
/// binding one method to another. Afterwards little of it is left to prepare in a child.
/// </summary>
internal static class Rehearsal
{
    private const int Elements = 64;

    // Only the second call of a method is bound to it for good.
    private const int Times = 2;

    /// <summary>
    /// In the parent, before the heap is there: what of the catalogue collects garbage. In a child that would be what is measured.
    /// </summary>
    /// <param name="heapFile">The compiled heap of the catalogue that the parent is about to hold.</param>
    /// <param name="assemblies">Where its cells are loaded: what is bound here is what a child will run.</param>
    public static void OfCollections(string heapFile, CellAssemblies assemblies)
    {
        // Not the settings: what they leave behind is what the heap would then be built under.
        foreach (var source in Directory.EnumerateFiles(Path.Combine(CompiledCell.Catalogue, "workloads")).Where(source => Says(source, "collects: yes")))
        {
            if (assemblies.Load(Path.Combine(Path.ChangeExtension(heapFile, null), Path.GetFileNameWithoutExtension(source) + ".dll")) is { } cell) Of(cell, assemblies);
        }
    }

    /// <summary>In a child, before it runs a cell of the catalogue that is not rehearsed yet: the same on a small heap of the same kind.</summary>
    public static void Of(CompiledCell cell, CellAssemblies assemblies)
    {
        if (cell.IsRehearsed || cell.Continues.Count != 1 || assemblies.Named(cell.Continues[0]) is not { } heap) return;
        cell.IsRehearsed = true;
        var globals = new Globals { count = Elements };
        var small = heap.Instantiate([globals, null!]);
        Run(heap, small, 1);
        Silently(() => Run(cell, cell.Instantiate([globals, small, null!]), Times));
    }

    /// <summary>False for what may not run before it is measured: it would end the child, or collect what the heap shares.</summary>
    /// <param name="compiled">The file of a cell of the catalogue.</param>
    public static bool IsPossible(string compiled)
    {
        var name = Path.GetFileNameWithoutExtension(compiled) + ".csx";
        string[] sources = [Path.Combine(CompiledCell.Catalogue, "workloads", name), Path.Combine(CompiledCell.Catalogue, "settings", name)];
        return !sources.Any(source => Says(source, "ends: child") || Says(source, "collects: yes"));
    }

    /// <summary>What many cells of a user do.</summary>
    public static void OfOwnCode() => Silently(() =>
    {
        for (var i = 0; i < Times; i++) Ordinary.Run(Console.Out);
    });

    // What is printed goes nowhere; what it goes through is the same.
    private static void Silently(Action rehearse)
    {
        var console = Console.Out;
        Console.SetOut(new StreamWriter(Stream.Null));
        try
        {
            rehearse();
        }
#pragma warning disable CA1031 // A workload cannot run here, as one that needs a file where none can be written. A child that runs it says so.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    private static void Run(CompiledCell cell, object submission, int times)
    {
        var entry = cell.EntryOf(submission);
        for (var i = 0; i < times; i++) _ = entry().GetAwaiter().GetResult();
    }

    private static bool Says(string source, string what) =>
        File.Exists(source) && File.ReadLines(source).TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal)).Any(line => line == "// " + what);
}
