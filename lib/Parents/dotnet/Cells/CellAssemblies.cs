using System.Reflection;
using System.Runtime.Loader;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>Loads compiled cells, and the libraries they name, into one context, so that a type of one cell is the same in the next.</summary>
internal sealed class CellAssemblies() : AssemblyLoadContext("cells")
{
    private static readonly HashSet<string> Own = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(':', StringSplitOptions.RemoveEmptyEntries).Select(path => Path.GetFileNameWithoutExtension(path))];

    private readonly Dictionary<string, CompiledCell> _cells = [], _byFile = [];
    private readonly List<string> _folders = [];

    /// <summary>The cell that contains that method; null for a method of no cell.</summary>
    public CompiledCell? Find(MethodBase method) =>
        method.Module.Assembly is var assembly && _cells.TryGetValue(assembly.GetName().Name!, out var cell) && cell.Type.Assembly == assembly ? cell : null;

    /// <summary>The loaded cell whose assembly has that name; null when there is none.</summary>
    public CompiledCell? Named(string name) => _cells.GetValueOrDefault(name);

    /// <summary>The cell in a file; null for an empty file, which is an empty cell.</summary>
    /// <exception cref="CellFailedException">It is no compiled cell.</exception>
    public CompiledCell? Load(string file)
    {
        // A compiled cell never changes, so its path identifies it.
        if (_byFile.TryGetValue(file, out var loaded)) return loaded;
        var bytes = File.ReadAllBytes(file);
        if (bytes.Length == 0) return null;
        try
        {
            var assembly = LoadFromStream(new MemoryStream(bytes));
            var words = CompiledCell.WordsOf(assembly);
            foreach (var folder in CompiledCell.Libraries(words).Select(path => Path.GetDirectoryName(path)!).Where(folder => !_folders.Contains(folder))) _folders.Add(folder);
            var cell = new CompiledCell(assembly, words, bytes);
            // Loading the same bytes again returns the loaded assembly.
            return _byFile[file] = _cells.TryGetValue(cell.Name, out var known) && known.Type == cell.Type ? known : _cells[cell.Name] = cell;
        }
        catch (BadImageFormatException)
        {
            throw new CellFailedException($"{file} is no compiled cell. Have it compiled first: a .NET parent runs what lib/Compiling makes of a cell, not its source.");
        }
        catch (FileLoadException error)
        {
            throw new CellFailedException($"{file} cannot be loaded: another cell has its name already. {error.Message}");
        }
    }

    // Assemblies of this process, above all the runtime's, are shared with libraries: a second copy would have types and threads of its own.
    // Loaded from bytes, not by path: for a path the runtime would map the debug information beside the library, see CellErrors.
    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        !Own.Contains(assemblyName.Name!) && Probe($"{assemblyName.Name}.dll") is { } path ? LoadFromStream(new MemoryStream(File.ReadAllBytes(path))) : null;

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        (Probe($"lib{unmanagedDllName}.so") ?? Probe(unmanagedDllName)) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private string? Probe(string file) => _folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
}
