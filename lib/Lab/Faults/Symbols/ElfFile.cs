using System.Buffers.Binary;
using System.Text;

namespace CowNotebooks.Lab.Faults.Symbols;

/// <summary>
/// The functions of a native library or executable, by their offset in the file (elf(5), 64 bits, little-endian).
/// <code>
///   0x10  type (2)            program header, 56 bytes        section header, 64 bytes       symbol, 24 bytes
///   0x20  program headers (8)   0x00 type, 1 is loaded          0x04 type, 2 and 11: symbols   0x00 name (4)
///   0x28  section headers (8)   0x08 offset in the file         0x18 offset in the file        0x04 type in the low 4 bits, 2 is a function
///   0x36  size, count (2, 2)    0x10 address                    0x20 size                      0x08 address
///   0x3a  size, count (2, 2)    0x20 size in the file           0x28 section of the names      0x10 size
/// </code>
/// </summary>
internal static class ElfFile
{
    private const int SymbolTable = 2, DynamicSymbols = 11, Loaded = 1, Function = 2;

    /// <summary>No names when the file cannot be read, is not such an ELF file, or was stripped.</summary>
    public static CodeNames ReadFunctions(string path)
    {
        try
        {
            var file = File.ReadAllBytes(path);
            return file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]) ? new(Functions(file)) : new([]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or OverflowException)
        {
            // Gone, unreadable or truncated: code is then named by module and offset.
            return new([]);
        }
    }

    private static List<(ulong, ulong, string)> Functions(byte[] file)
    {
        var segments = Headers(file, 0x20, 0x36).Where(at => Word(file, at) == Loaded)
            .Select(at => (Offset: Long(file, at + 8), Address: Long(file, at + 0x10), Size: Long(file, at + 0x20))).ToList();
        List<int> sections = [.. Headers(file, 0x28, 0x3a)];
        var tables = sections.Where(at => Word(file, at + 4) is SymbolTable or DynamicSymbols).OrderBy(at => Word(file, at + 4)).ToList();
        // The full symbol table contains the dynamic one.
        if (tables.Count == 0) return [];
        var table = tables[0];
        var names = checked((int)Long(file, sections[(int)Word(file, table + 0x28)] + 0x18));
        var (start, length) = (checked((int)Long(file, table + 0x18)), checked((int)Long(file, table + 0x20)));
        var functions = new List<(ulong, ulong, string)>();
        for (var at = start; at < start + length; at += 24)
        {
            var (address, size) = (Long(file, at + 8), Long(file, at + 0x10));
            if ((file[at + 4] & 15) != Function || size == 0) continue;
            var segment = segments.Find(one => address >= one.Address && address - one.Address < one.Size);
            if (segment.Size > 0) functions.Add((address - segment.Address + segment.Offset, size, Name(file, names + (int)Word(file, at))));
        }

        return functions;
    }

    private static IEnumerable<int> Headers(byte[] file, int offsetAt, int sizeAt)
    {
        var (start, size, count) = (checked((int)Long(file, offsetAt)), Half(file, sizeAt), Half(file, sizeAt + 2));
        return Enumerable.Range(0, count).Select(i => start + i * size);
    }

    private static string Name(byte[] file, int at) => Encoding.UTF8.GetString(file.AsSpan(at, file.AsSpan(at).IndexOf((byte)0)));

    private static ushort Half(byte[] file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));

    private static uint Word(byte[] file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));

    private static ulong Long(byte[] file, int at) => BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
}
