using System.Text;
using CowNotebooks.Parents.DotNet.Cells;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace CowNotebooks.Compiling;

/// <summary>Writes a compiled cell: an assembly with its debug information and a resource, see <see cref="CellFormat"/>.</summary>
internal static class CellEmitter
{
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
        var lines = cell.Continues().Select(name => $"{CellFormat.After}\t{name}\n")
            .Concat(cell.Libraries.Where(path => !RuntimeAssemblies.IsOfRuntime(path)).Select(path => $"{CellFormat.Library}\t{path}\n"));
        var resource = Encoding.UTF8.GetBytes(string.Concat(lines));
        var result = cell.Compilation.Emit(assembly, options: Options, manifestResources: [new ResourceDescription(CellFormat.ResourceName, () => new MemoryStream(resource), isPublic: true)]);
        if (!result.Success) return CellNotes.Errors(result.Diagnostics);
        File.WriteAllBytes(output, assembly.ToArray());
        return [];
    }
}
