using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>A cell as the compiler made it, see <see cref="CellFormat"/>.</summary>
internal sealed class CompiledCell
{
    private const string Initialize = "<Initialize>";

    private readonly byte[] _bytes;

    public CompiledCell(Assembly assembly, IEnumerable<string> words, byte[] bytes)
    {
        _bytes = bytes;
        Name = assembly.GetName().Name!;
        Type = assembly.GetType(CellFormat.ClassName) ?? throw new CellFailedException($"{Name} holds no compiled cell.");
        Continues = [.. words.Where(word => word.StartsWith(CellFormat.After, StringComparison.Ordinal)).Select(word => word[(CellFormat.After.Length + 1)..])];
    }

    /// <summary>The folder of the catalogue, with the cells that were compiled when this program was built.</summary>
    public static string Catalogue { get; } = Path.Combine(AppContext.BaseDirectory, "catalogue");

    /// <summary>True when it already ran on a small heap, so that nothing is left to prepare.</summary>
    public bool IsWarm { get; set; }

    /// <summary>The name of its assembly, by which cells that continue it refer to it.</summary>
    public string Name { get; }

    /// <summary>The class of the submission: its variables are fields.</summary>
    public Type Type { get; }

    /// <summary>The names of the cells that it continues, first one first.</summary>
    public IReadOnlyList<string> Continues { get; }

    /// <summary>Creates the submission. Its constructor registers it and looks up those it continues; no code of the cell runs.</summary>
    /// <param name="slots">Slot 0 for the globals, one for each cell it continues, one for itself.</param>
    public object Instantiate(object[] slots) =>
        Activator.CreateInstance(Type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [slots], null)!;

    /// <summary>The method that runs the cell.</summary>
    public Func<Task<object?>> EntryOf(object submission) =>
        Type.GetMethod(Initialize, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!.CreateDelegate<Func<Task<object?>>>(submission);

    /// <summary>The source line of the instruction; null when there is none.</summary>
    public int? LineOf(MethodBase method, int instruction)
    {
        using var image = new PEReader(new MemoryStream(_bytes));
        var embedded = image.ReadDebugDirectory().FirstOrDefault(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        if (embedded.DataSize == 0) return null;
        using var debug = image.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
        var handle = MetadataTokens.MethodDebugInformationHandle(method.MetadataToken & 0xFFFFFF);
        SequencePoint? point = null;
        foreach (var next in debug.GetMetadataReader().GetMethodDebugInformation(handle).GetSequencePoints())
        {
            if (next.Offset > instruction) break;
            if (!next.IsHidden) point = next;
        }

        return point?.StartLine;
    }

    /// <summary>The lines of the resource; none when it is not there.</summary>
    public static IReadOnlyList<string> WordsOf(Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(CellFormat.ResourceName);
        if (stream is null) return [];
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>The paths of the libraries among those lines.</summary>
    public static IEnumerable<string> Libraries(IEnumerable<string> words) =>
        words.Where(word => word.StartsWith(CellFormat.Library, StringComparison.Ordinal)).Select(word => word[(CellFormat.Library.Length + 1)..]);
}
