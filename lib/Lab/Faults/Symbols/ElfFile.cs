using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Lab.Faults.Symbols;

/// <summary>
/// The functions of a native library or executable, by their offset in the file (elf(5), 64 bits, little-endian).
/// <code>
///   0x10  type (2)            program header, 56 bytes        section header, 64 bytes       symbol, 24 bytes
///   0x20  program headers (8)   0x00 type, 1 is loaded          0x04 type, 2 and 11: symbols   0x00 name (4)
///   0x28  section headers (8)   0x08 offset in the file             3: their names             0x04 type in the low 4 bits, 2 is a function
///   0x36  size, count (2, 2)    0x10 address                        7: notes                   0x08 address
///   0x3a  size, count (2, 2)    0x20 size in the file           0x18 offset in the file        0x10 size
///                                                               0x20 size
///                                                               0x28 section of the names
/// </code>
/// The symbols of a stripped file may lie in one of its own, <c>/usr/lib/debug/.build-id/ab/cdef….debug</c> (Debugging with GDB, "Separate Debug Files"): distributions
/// have packages of them. The build ID is in a note: size of the name and of the value, type 3 (4 each), "GNU\0", the value.
/// A stripped file still says where its functions begin, for exceptions (.eh_frame_hdr, Linux Standard Base, Core, 10.6.2):
/// <code>
///   0 version 1   1 encodings (3): 0x1b, 0x03, 0x3b   4 the table's own (4)   8 count (4)   12 begin, relative to this header (4), and the rest of it (4), for each
/// </code>
/// </summary>
internal static class ElfFile
{
    private const int SymbolTable = 2, Notes = 7, DynamicSymbols = 11, BuildId = 3, Loaded = 1, Function = 2;
    private const uint UnwindHeader = 0x6474e550;
    private const string DebugFolder = "/usr/lib/debug";
    private const int HeadSize = 64, ProgramHeaderSize = 56, SectionHeaderSize = 64, SymbolSize = 24;

    // Larger tables are no program's: a file that claims so is not believed.
    private const ulong MostBytes = 256 << 20;

    // Nor has a function so long a name, which each symbol could share.
    private const int LongestName = 4096;
    private const long MostNameBytes = 256 << 20;

    /// <summary>No names when the file cannot be read, is not such an ELF file, or was stripped.</summary>
    public static CodeNames ReadFunctions(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return ReadFunctions(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new([]);
        }
    }

    /// <summary>The same of an open file.</summary>
    /// <param name="file">The library or executable.</param>
    /// <param name="debugFolder">Where the symbols of stripped files are.</param>
    public static CodeNames ReadFunctions(SafeFileHandle file, string debugFolder = DebugFolder)
    {
        try
        {
            return Head(file) is { } head ? Functions(file, head, debugFolder) : new([]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or OverflowException or NotSupportedException)
        {
            // Gone, unreadable or truncated: code is then named by module and offset.
            return new([]);
        }
    }

    /// <summary>Null when it is no such file.</summary>
    private static byte[]? Head(SafeFileHandle file)
    {
        var head = Part(file, 0, HeadSize);
        return head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]) ? head : null;
    }

    private static CodeNames Functions(SafeFileHandle file, byte[] head, string debugFolder)
    {
        var programs = Headers(file, head, 0x20, 0x36, ProgramHeaderSize).ToList();
        var segments = programs.Where(header => Word(header, 0) == Loaded).Select(header => (Offset: Long(header, 8), Address: Long(header, 0x10), Size: Long(header, 0x20))).ToList();
        var starts = programs.Where(header => Word(header, 0) == UnwindHeader)
            .SelectMany(header => Starts(Part(file, Long(header, 8), Long(header, 0x20)), Long(header, 0x10))).Select(Offset).OfType<ulong>();
        var sections = Headers(file, head, 0x28, 0x3a, SectionHeaderSize).ToList();
        // The full symbol table contains the dynamic one.
        var table = Symbols(file, sections, SymbolTable) ?? SeparateSymbols(file, sections, debugFolder) ?? Symbols(file, sections, DynamicSymbols);
        if (table is not var (symbols, names)) return new([], starts);
        var functions = new List<(ulong, ulong, string)>();
        var left = MostNameBytes;
        for (var at = 0; at + SymbolSize <= symbols.Length && left > 0; at += SymbolSize)
        {
            var size = Long(symbols, at + 0x10);
            if ((symbols[at + 4] & 15) != Function || size == 0 || Offset(Long(symbols, at + 8)) is not { } offset) continue;
            var name = Name(names, (int)Word(symbols, at));
            left -= name.Length;
            functions.Add((offset, size, name));
        }

        return new(functions, starts);

        ulong? Offset(ulong address) =>
            segments.Find(one => address >= one.Address && address - one.Address < one.Size) is { Size: > 0 } segment ? address - segment.Address + segment.Offset : null;
    }

    private static (byte[] Entries, byte[] Names)? Symbols(SafeFileHandle file, List<byte[]> sections, int type) =>
        sections.Find(header => Word(header, 4) == type) is { } table ? (Content(file, table), Content(file, sections[(int)Word(table, 0x28)])) : null;

    /// <summary>The symbols that were stripped from the file, at its own addresses; null when they are not on this machine.</summary>
    private static (byte[] Entries, byte[] Names)? SeparateSymbols(SafeFileHandle file, List<byte[]> sections, string folder)
    {
        try
        {
            if (sections.Where(header => Word(header, 4) == Notes).Select(header => BuildIdOf(Content(file, header))).FirstOrDefault(id => id is not null) is not { } id) return null;
            using var debug = File.OpenHandle(Path.Combine(folder, ".build-id", id[..2], $"{id[2..]}.debug"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Head(debug) is { } head ? Symbols(debug, [.. Headers(debug, head, 0x28, 0x3a, SectionHeaderSize)], SymbolTable) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The value of the note, in hexadecimal; null when it is another one.</summary>
    private static string? BuildIdOf(byte[] note) =>
        note.Length > 18 && Word(note, 0) == 4 && Word(note, 8) == BuildId && note.AsSpan(12, 4).SequenceEqual("GNU\0"u8) ? Convert.ToHexStringLower(note, 16, (int)Word(note, 4)) : null;

    /// <summary>The addresses of functions, of a table in the encoding that every linker writes; of another one none.</summary>
    private static IEnumerable<ulong> Starts(byte[] header, ulong address)
    {
        if (!header.AsSpan().StartsWith((ReadOnlySpan<byte>)[1, 0x1b, 0x03, 0x3b])) yield break;
        var count = Word(header, 8);
        for (var at = 12; count > 0 && at + 8 <= header.Length; at += 8, count--) yield return address + (ulong)(int)Word(header, at);
    }

    private static IEnumerable<byte[]> Headers(SafeFileHandle file, byte[] head, int offsetAt, int sizeAt, int least)
    {
        var (start, size, count) = (Long(head, offsetAt), Half(head, sizeAt), Half(head, sizeAt + 2));
        if (count == 0) return [];
        ArgumentOutOfRangeException.ThrowIfLessThan(size, least);
        var all = Part(file, start, (ulong)(size * count));
        return Enumerable.Range(0, count).Select(i => all[(i * size)..((i + 1) * size)]);
    }

    /// <summary>What a section header stands for.</summary>
    private static byte[] Content(SafeFileHandle file, byte[] section) => Part(file, Long(section, 0x18), Long(section, 0x20));

    private static byte[] Part(SafeFileHandle file, ulong start, ulong size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MostBytes);
        var offset = checked((long)start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(checked(offset + (long)size), RandomAccess.GetLength(file));
        var part = new byte[size];
        for (var done = 0; done < part.Length;)
        {
            var read = RandomAccess.Read(file, part.AsSpan(done), offset + done);
            if (read == 0) throw new IOException("The file was truncated while it was read.");
            done += read;
        }

        return part;
    }

    private static string Name(byte[] names, int at)
    {
        var rest = names.AsSpan(at)[..Math.Min(names.Length - at, LongestName)];
        return Encoding.UTF8.GetString(rest.IndexOf((byte)0) is >= 0 and var end ? rest[..end] : rest);
    }

    private static ushort Half(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint Word(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static ulong Long(byte[] bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
}
