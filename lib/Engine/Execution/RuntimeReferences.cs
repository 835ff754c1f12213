using CowNotebooks.Compiling;
using Microsoft.CodeAnalysis;

namespace CowNotebooks.Engine.Execution;

/// <summary>The references of every cell: the whole runtime that this process runs on.</summary>
internal static class RuntimeReferences
{
    /// <summary>The runtime's assemblies, the functions that every cell has, and what cells share with the engine.</summary>
    public static IReadOnlyList<MetadataReference> All { get; } = Make();

    /// <summary>The assembly of this name that the process would load, or null.</summary>
    public static string? PathOf(string name) => RuntimeAssemblies.Trusted.GetValueOrDefault(name);

    private static IReadOnlyList<MetadataReference> Make() =>
    [
        .. RuntimeAssemblies.Trusted.Values.Where(RuntimeAssemblies.IsOfRuntime).Where(RuntimeAssemblies.HasTypes)
            .Append(typeof(CellFunctions).Assembly.Location).Concat(EngineAssemblies.AllShared.Select(shared => shared.Location))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
