using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CowNotebooks.Compiling;

/// <summary>The assemblies of the runtime that runs this process, which cells are compiled against. The notebook engine compiles this file too.</summary>
internal static class RuntimeAssemblies
{
    /// <summary>The paths of all assemblies that this process can load by name, the program's own included: name to path.</summary>
    public static IReadOnlyDictionary<string, string> Trusted { get; } = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(':', StringSplitOptions.RemoveEmptyEntries).DistinctBy(Path.GetFileNameWithoutExtension)
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path));

    /// <summary>True for a file of the runtime, which every process has.</summary>
    public static bool IsOfRuntime(string path) => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location);

    /// <summary>False for an assembly that only forwards types to others, as nearly half do: they are found when a library asks for one, and need not cost memory in every cell.</summary>
    public static bool HasTypes(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return file.HasMetadata && file.GetMetadataReader().TypeDefinitions.Count > 1;
    }
}
