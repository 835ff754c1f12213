using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CowNotebooks.Engine.Tests;

/// <summary>Compiles small libraries for cells to reference.</summary>
internal static class Libraries
{
    private static readonly IReadOnlyList<MetadataReference> Runtime = [.. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.*.dll")
        .Where(path => !path.Contains("Native", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path))];

    public static string Make(string path, string source, params string[] references)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            [CSharpSyntaxTree.ParseText(source)],
            [.. Runtime, .. references.Select(reference => MetadataReference.CreateFromFile(reference))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.Emit(path).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return path;
    }
}
