using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace CowNotebooks.Compiling;

/// <summary>
/// Writes a compiled cell: an assembly with its debug information, and a resource with what the parent needs to run it, in lines: "after NAME" for
/// each cell it continues, first one first, and "library PATH" for each library it names; words are separated by a tab.
/// </summary>
internal static class CellEmitter
{
    /// <summary>The class of every submission; a name that no cell can use itself.</summary>
    public const string ClassName = "Submission#0";

    // See DotNetParent's CompiledCell.
    private const string ResourceName = "cell", After = "after", Library = "library";

    private static readonly EmitOptions Options = new(debugInformationFormat: DebugInformationFormat.Embedded);

    /// <summary>Writes it. Returns the errors; none on success.</summary>
    public static IEnumerable<CompilerNote> Emit(Cell cell, string output)
    {
        if (!cell.HasCode)
        {
            File.WriteAllBytes(output, []);
            return [];
        }

        using var assembly = new MemoryStream();
        var lines = cell.Continues().Select(name => $"{After}\t{name}\n").Concat(cell.Libraries.Where(path => !RuntimeAssemblies.IsOfRuntime(path)).Select(path => $"{Library}\t{path}\n"));
        var resource = Encoding.UTF8.GetBytes(string.Concat(lines));
        var result = cell.Compilation.Emit(assembly, options: Options, manifestResources: [new ResourceDescription(ResourceName, () => new MemoryStream(resource), isPublic: true)]);
        if (!result.Success) return CellNotes.Errors(result.Diagnostics);
        File.WriteAllBytes(output, assembly.ToArray());
        return [];
    }
}
