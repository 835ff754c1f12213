using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CowNotebooks.Engine.Execution;

/// <summary>
/// Finds the assemblies that a referenced library mentions in its signatures. Each is found once: with the resolver that scripting
/// brings, 200 cells cost four times the memory.
/// </summary>
internal sealed class LibraryResolver(ReferencedLibraries libraries) : MetadataReferenceResolver
{
    private readonly ConcurrentDictionary<string, PortableExecutableReference?> _found = new();

    public override bool ResolveMissingAssemblies => true;

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        _found.GetOrAdd(referenceIdentity.Name, name =>
            (RuntimeReferences.PathOf(name) ?? libraries.Probe($"{name}.dll")) is { } path ? MetadataReference.CreateFromFile(path) : null);

    // #r lines are followed before the compiler sees the cell.
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => 1;
}
