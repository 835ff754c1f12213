using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CowNotebooks.Engine.Execution;

/// <summary>
/// Finds the assemblies that a referenced library uses in its signatures. Each is loaded once: with the default resolver of
/// scripting, 200 cells take four times the memory.
/// </summary>
internal sealed class LibraryResolver(ReferencedLibraries libraries) : MetadataReferenceResolver
{
    private readonly ConcurrentDictionary<string, PortableExecutableReference?> _found = new();

    public override bool ResolveMissingAssemblies => true;

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        _found.GetOrAdd(referenceIdentity.Name, name =>
            (RuntimeReferences.PathOf(name) ?? libraries.Probe($"{name}.dll") ?? EngineAssemblies.Shared(name)?.Location) is { } path ? MetadataReference.CreateFromFile(path) : null);

    // #r lines are resolved before the compiler sees the cell.
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => 1;
}
