using CowNotebooks.Lab.Catalogues;

namespace CowNotebooks.Lab.Cells;

/// <summary>The cells that ran in a process so far, as far as a compiler must know them: what the next cell may use.</summary>
/// <param name="Last">The compiler's name of the last of them; null when none was compiled by it.</param>
/// <param name="Heap">The heap of the catalogue that was the only one, compiled with the parent; else null.</param>
internal sealed record Lineage(string? Last, CatalogueEntry? Heap)
{
    /// <summary>No cell yet.</summary>
    public static Lineage Empty { get; } = new(null, null);
}

/// <summary>A cell as a file that a parent or child can run.</summary>
/// <param name="Path">The file.</param>
/// <param name="After">The cells of a process that has run it.</param>
internal sealed record CellFile(string Path, Lineage After);

/// <summary>The text of a cell is no program, or asks for what cannot be.</summary>
/// <param name="text">As the compiler prints it: a line for each error.</param>
internal sealed class CellNotCompiledException(string text) : Exception(text);
