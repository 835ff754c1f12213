using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CowNotebooks.Compiling;

/// <summary>
/// What cells are compiled against: the runtime, the parent program, and the libraries that they name with <c>#r</c>. Each is read once: two references to
/// one file would give two symbols for one type.
/// </summary>
internal sealed class References : MetadataReferenceResolver
{
    private readonly Dictionary<string, PortableExecutableReference> _read = [];

    public References(string parent)
    {
        // Without the compiler's own assemblies, which cells must not see.
        Always = [.. RuntimeAssemblies.Trusted.Values.Where(RuntimeAssemblies.IsOfRuntime).Where(RuntimeAssemblies.HasTypes).Append(parent).Select(Read)];
    }

    /// <summary>The runtime's and the parent's.</summary>
    public IReadOnlyList<MetadataReference> Always { get; }

    /// <summary>The reference to a file.</summary>
    public PortableExecutableReference Read(string path) => _read.TryGetValue(path, out var known) ? known : _read[path] = MetadataReference.CreateFromFile(path);

    /// <summary>The file that <c>#r</c> refers to: a path, relative to the current folder, or the name of an assembly of the runtime; or null.</summary>
    public static string? PathOf(string reference) => File.Exists(reference) ? Path.GetFullPath(reference) : OfRuntime(reference);

    /// <summary>Why the file that <c>#r</c> refers to cannot be read; null when it can, or there is none, which the compiler tells.</summary>
    public string? WhyUnreadable(string reference)
    {
        try
        {
            if (PathOf(reference) is { } path) Read(path);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        PathOf(reference) is { } path ? [Read(path)] : [];

    /// <inheritdoc/>
    public override bool ResolveMissingAssemblies => true;

    /// <inheritdoc/>
    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        if (OfRuntime(referenceIdentity.Name) is { } path) return Read(path);
        var beside = definition is PortableExecutableReference { FilePath: { } file } ? Path.Combine(Path.GetDirectoryName(file)!, referenceIdentity.Name + ".dll") : null;
        return File.Exists(beside) ? Read(beside) : null;
    }

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private static string? OfRuntime(string name) =>
        RuntimeAssemblies.Trusted.GetValueOrDefault(name) is { } path && RuntimeAssemblies.IsOfRuntime(path) ? path : null;
}
