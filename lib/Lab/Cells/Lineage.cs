using CowNotebooks.Lab.Catalogues;

namespace CowNotebooks.Lab.Cells;

/// <summary>The cells that ran in a process so far, as the compiler needs to know them: what the next cell may use.</summary>
/// <param name="Last">The compiler's name of the last of them; null when none was compiled by it.</param>
/// <param name="Heap">The heap of the catalogue, compiled with the parent, when it is the only cell so far; else null.</param>
internal sealed record Lineage(string? Last, CatalogueEntry? Heap)
{
    /// <summary>No cell yet.</summary>
    public static Lineage Empty { get; } = new(null, null);
}

/// <summary>A cell as a file that a parent or child can run.</summary>
/// <param name="Path">The file.</param>
/// <param name="After">The cells of a process that has run it.</param>
internal sealed record CellFile(string Path, Lineage After);

/// <summary>A cell does not compile, or asks for something impossible.</summary>
/// <param name="text">The compiler's errors, one line each.</param>
internal sealed class CellNotCompiledException(string text) : Exception(text);
