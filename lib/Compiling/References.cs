using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace CowNotebooks.Compiling;

/// <summary>
/// What cells are compiled against: the runtime, the parent program, and the libraries that they name with <c>#r</c>. Each is read once: two references to
/// one file would give two symbols for one type.
/// </summary>
internal sealed class References : MetadataReferenceResolver
{
    // The assemblies of the runtime by name. Without the compiler's own, which cells must not see.
    private static readonly Dictionary<string, string> Trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(':', StringSplitOptions.RemoveEmptyEntries).Where(IsOfRuntime).DistinctBy(Path.GetFileNameWithoutExtension).ToDictionary(path => Path.GetFileNameWithoutExtension(path));

    private readonly Dictionary<string, PortableExecutableReference> _read = [];

    public References(string parent)
    {
        Always = [.. Trusted.Values.Where(HasTypes).Append(parent).Select(Read)];
    }

    /// <summary>The runtime's and the parent's.</summary>
    public IReadOnlyList<MetadataReference> Always { get; }

    /// <summary>The reference to a file.</summary>
    public PortableExecutableReference Read(string path) => _read.TryGetValue(path, out var known) ? known : _read[path] = MetadataReference.CreateFromFile(path);

    /// <summary>The file that <c>#r</c> refers to: a path, relative to the current folder, or the name of an assembly of the runtime; or null.</summary>
    public static string? PathOf(string reference)
    {
        var path = Path.GetFullPath(reference);
        return File.Exists(path) ? path : Trusted.GetValueOrDefault(reference);
    }

    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        PathOf(reference) is { } path ? [Read(path)] : [];

    /// <inheritdoc/>
    public override bool ResolveMissingAssemblies => true;

    /// <inheritdoc/>
    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        if (Trusted.TryGetValue(referenceIdentity.Name, out var path)) return Read(path);
        var beside = definition is PortableExecutableReference { FilePath: { } file } ? Path.Combine(Path.GetDirectoryName(file)!, referenceIdentity.Name + ".dll") : null;
        return File.Exists(beside) ? Read(beside) : null;
    }

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>True for a file of the runtime, which every process has.</summary>
    public static bool IsOfRuntime(string path) => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location);

    // Nearly half only forward types to the others: they are found when a library asks for one, and need not cost memory in every cell.
    private static bool HasTypes(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return file.HasMetadata && file.GetMetadataReader().TypeDefinitions.Count > 1;
    }
}
