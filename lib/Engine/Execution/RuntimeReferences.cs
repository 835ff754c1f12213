using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace CowNotebooks.Engine.Execution;

/// <summary>The references of every cell: the whole runtime that this process runs on.</summary>
internal static class RuntimeReferences
{
    // Every assembly that the default context can load by name: the runtime's, and the engine.
    private static readonly Dictionary<string, string> Trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(':', StringSplitOptions.RemoveEmptyEntries).DistinctBy(Path.GetFileNameWithoutExtension).ToDictionary(path => Path.GetFileNameWithoutExtension(path));

    /// <summary>The runtime's assemblies, the functions that every cell has, and what cells share with the engine.</summary>
    public static IReadOnlyList<MetadataReference> All { get; } = Make();

    /// <summary>The assembly of this name that the process would load, or null.</summary>
    public static string? PathOf(string name) => Trusted.GetValueOrDefault(name);

    private static IReadOnlyList<MetadataReference> Make()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location);
        return [.. Trusted.Values.Where(path => Path.GetDirectoryName(path) == runtime && HasTypes(path)).Append(typeof(CellFunctions).Assembly.Location).Concat(EngineAssemblies.AllShared.Select(shared => shared.Location)).Select(path => MetadataReference.CreateFromFile(path))];
    }

    // Nearly half only forward types to the others: they are found when a library asks for one, and need not cost memory in every cell.
    private static bool HasTypes(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return file.HasMetadata && file.GetMetadataReader().TypeDefinitions.Count > 1;
    }
}
