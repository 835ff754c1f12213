using System.Globalization;
using CowNotebooks.Forking.Messages;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Catalogues;

namespace CowNotebooks.Lab.Cells;

/// <summary>
/// Turns code into files that a parent can run. For most languages that is the code itself; for a parent with a compiler, the compiler's output. The
/// catalogue of such a parent was compiled when it was built, every workload for every heap:
/// <code>
///   catalogue/compiled/HEAP.dll             the first cell of a chain
///   catalogue/compiled/HEAP/WORKLOAD.dll    runs on that heap, outside the chain
/// </code>
/// </summary>
/// <param name="parent">What the parent says of itself.</param>
/// <param name="folder">Where the files go.</param>
/// <param name="workingFolder">The folder against which a relative #r is resolved.</param>
/// <param name="cannotCollect">Why no child of the parent can collect, as it was started; null when it can.</param>
/// <param name="model">Those of another laboratory, whose compiler and compiled cells serve here as well; it must outlive this one.</param>
internal sealed class CellFiles(Ready parent, string folder, string? workingFolder, string? cannotCollect = null, CellFiles? model = null) : IAsyncDisposable
{
    private readonly Dictionary<(string Code, Lineage Before, bool ForChild), CellFile> _compiled = [];
    // A process loads an assembly of one name once.
    private readonly HashSet<CellFile> _taken = [];
    private Compiler? _compiler;
    private int _count;

    /// <summary>The cell that does nothing.</summary>
    public string Empty => field ??= Write("", "empty");

    /// <summary>Own code, or an entry of the catalogue when there is no code.</summary>
    /// <exception cref="CellNotCompiledException">The code does not compile.</exception>
    public async Task<CellFile> OfAsync(string? code, CatalogueEntry? entry, Lineage before, bool forChild, CancellationToken cancel)
    {
        if (code is not null && string.IsNullOrWhiteSpace(code)) return new(Empty, before);
        if (parent.Compiler is null) return new(entry?.File ?? Write(code!, Next()), before);
        if (entry is not null && Compiled(entry, before) is { } path && File.Exists(path)) return new(path, forChild || before != Lineage.Empty ? before : new(null, entry));
        return await CompileAsync(code ?? entry!.Source, before, forChild, cancel).ConfigureAwait(false);
    }

    /// <summary>A cell that declares a variable whose value the parent was given; null where the parent's language needs none.</summary>
    public async Task<CellFile?> DeclaringAsync(string name, CellValue value, Lineage before, CancellationToken cancel) => parent.Compiler is null
        ? null
        : await CompileAsync(Compiler.Declaration(name, value), before, forChild: false, cancel).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        if (_compiler is not null) await _compiler.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<CellFile> CompileAsync(string code, Lineage before, bool forChild, CancellationToken cancel)
    {
        if (model is not null)
        {
            if (model._compiled.TryGetValue((code, before, forChild), out var known) && _taken.Add(known)) return known;
            var again = await model.CompileAsync(code, before, forChild, cancel).ConfigureAwait(false);
            _taken.Add(again);
            return again;
        }

        _compiler ??= Compiler.Start(parent.Compiler!, workingFolder ?? Environment.CurrentDirectory);
        var last = before.Last;
        // The compiler process has not seen the heaps that were compiled with the parent.
        if (last is null && before.Heap is { } heap) last = await _compiler.CompileHeapAsync(heap, Path.Combine(folder, Next()), cancel).ConfigureAwait(false);
        var name = Next();
        var output = Path.Combine(folder, $"{name}.dll");
        await _compiler.CompileAsync(name, last, Write(code, name), output, forChild, cannotCollect, cancel).ConfigureAwait(false);
        return _compiled[(code, before, forChild)] = new(output, new(name, null));
    }

    private string? Compiled(CatalogueEntry entry, Lineage before)
    {
        var compiled = Path.Combine(parent.Catalogue!, "compiled");
        var name = Path.GetFileNameWithoutExtension(entry.File);
        return before.Heap is { } heap ? Path.Combine(compiled, heap.Name, $"{name}.dll") : before == Lineage.Empty ? Path.Combine(compiled, $"{name}.dll") : null;
    }

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"cell-{++_count}");

    private string Write(string code, string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            File.WriteAllText(path, code);
        }
        catch (IOException error)
        {
            throw new SessionFolderException(error);
        }

        return path;
    }
}

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
