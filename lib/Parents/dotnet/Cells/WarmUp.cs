using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>
/// The warm-up: runs once, in the parent before it forks, what children will run. A first execution costs faults and pages, for compiling and for
/// binding calls. Afterwards little of that is left to do in a child.
/// </summary>
internal static class WarmUp
{
    private const int Elements = 64;

    // Only the second call of a method is bound to its code permanently.
    private const int Times = 2;

    /// <summary>
    /// In the parent, before the heap exists: the workloads that collect garbage. In a child they are what is measured.
    /// </summary>
    /// <param name="heapFile">The compiled heap of the catalogue that the parent is about to hold.</param>
    /// <param name="assemblies">Where its cells are loaded, so that a child runs the code that is bound here.</param>
    public static void OfCollections(string heapFile, CellAssemblies assemblies)
    {
        // Not the settings: the heap would then be built under them.
        foreach (var source in Directory.EnumerateFiles(Path.Combine(CompiledCell.Catalogue, "workloads")).Where(source => Says(source, "collects", "yes")))
        {
            if (assemblies.Load(Path.Combine(Path.ChangeExtension(heapFile, null), Path.GetFileNameWithoutExtension(source) + ".dll")) is { } cell) Of(cell, assemblies);
        }
    }

    /// <summary>In a child, before it runs a cell of the catalogue that is not warmed up yet: the same on a small heap of the same kind.</summary>
    public static void Of(CompiledCell cell, CellAssemblies assemblies)
    {
        if (cell.IsWarm || cell.Continues.Count != 1 || assemblies.Named(cell.Continues[0]) is not { } heap) return;
        cell.IsWarm = true;
        var globals = new Globals { count = Elements, IsRehearsal = true };
        var small = heap.Instantiate([globals, null!]);
        Run(heap, small, 1);
        Silently(() => Run(cell, cell.Instantiate([globals, small, null!]), Times));
    }

    /// <summary>False for cells that may not run before they are measured: they would end the child, or collect the shared heap.</summary>
    /// <param name="compiled">The file of a cell of the catalogue.</param>
    public static bool IsPossible(string compiled)
    {
        var name = Path.GetFileNameWithoutExtension(compiled) + ".csx";
        string[] sources = [Path.Combine(CompiledCell.Catalogue, "workloads", name), Path.Combine(CompiledCell.Catalogue, "settings", name)];
        return !sources.Any(source => Says(source, "ends", "child") || Says(source, "collects", "yes"));
    }

    /// <summary>Common operations of user code, and what workloads of the catalogue call, which no small heap warms up beside own cells.</summary>
    public static void OfOwnCode()
    {
        for (var i = 0; i < Times; i++)
        {
            Silently(() => CommonOperations.Run(Console.Out));
            Silently(MappedPages.WarmUp);
        }
    }

    // The output is discarded, but takes the same code path.
    private static void Silently(Action run)
    {
        var console = Console.Out;
        Console.SetOut(new StreamWriter(Stream.Null));
        try
        {
            run();
        }
#pragma warning disable CA1031 // A workload may fail here, for example when it cannot write a file. A child that runs it reports the error.
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

    private static bool Says(string source, string key, string value) => File.Exists(source) && CatalogueHead.Read(File.ReadLines(source)).Contains((key, value));
}
