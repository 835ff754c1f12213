using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CowNotebooks.Lab.Faults.Symbols;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;
using CowNotebooks.Procfs.Perf;

namespace CowNotebooks.Fuzz.Targets;

/// <summary>What the kernel and runtimes give as bytes: page tables, records of faults, names of compiled code, libraries.</summary>
internal static class PageTargets
{
    private const ulong Present = 1UL << 63, Swapped = 1UL << 62, File = 1UL << 61, Guard = 1UL << 58, Exclusive = 1UL << 56, Frame = (1UL << 55) - 1;
    private const ulong User = unchecked((ulong)-512), Kernel = unchecked((ulong)-128);

    private static readonly Maps SomeMaps = Maps.Parse("1000-2000 rw-p 00000000 00:00 0\n"u8, new("/proc/42/maps", 42));

    public static IEnumerable<FuzzTarget> All =>
    [
        new("pagemap", PageTables, ReadPages) { Pieces = [Words(Present), Words(Present | Exclusive | 7), Words(Swapped | 32), Words(Present | File), Words(Swapped | Guard), new byte[64]] },
        new("perf", Records, ReadRecords) { Pieces = [Words(User), Words(Kernel), Words(ulong.MaxValue), [9, 0, 0, 0], [10, 0, 0, 0, 2, 0, 96, 0]] },
        new("perf map", PerfMaps, ReadPerfMap) { Pieces = Corpus.Of("7f0000001000 10 method\n", "0x", "ffffffffffffffff ", " ") },
        new("library", [Library], ReadLibrary) { Pieces = [Words(ulong.MaxValue), Words(64), Words(1), [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]] },
    ];

    private static IReadOnlyList<byte[]> PageTables =>
    [
        Words([.. Numbers(60).Select(page => Present | Exclusive | (1000 + page))]),
        Words([.. Numbers(60).Select(page => (page / 7 % 5) switch { 0 => 0UL, 1 => Present | page, 2 => Swapped | (page << 5), 3 => Present | File | 99, _ => Present | Exclusive | page })]),
        Words([.. Numbers(20).Select(page => page % 2 == 0 ? Swapped | Guard : Present)]),
    ];

    private static IEnumerable<ulong> Numbers(int count) => Enumerable.Range(1, count).Select(number => (ulong)(uint)number);

    private static void ReadPages(byte[] bytes)
    {
        var entries = MemoryMarshal.Cast<byte, PagemapEntry>(bytes.AsSpan(0, bytes.Length / 8 * 8));
        using var builder = new PageMapBuilder(keepFrames: true);
        // As the reader does it: in batches, and a batch may end a mapping.
        var half = entries.Length / 2;
        builder.NextMapping();
        builder.Add(100, entries[..half]);
        if (bytes.Length % 2 == 0) builder.NextMapping();
        builder.Add(100 + (ulong)half, entries[half..]);
        var map = builder.Build(SomeMaps, knowsZeroPages: true);
        for (var i = 0; i < entries.Length; i++)
        {
            var (raw, traits) = (entries[i].Raw, map[100 + (ulong)i]);
            WrongFigureException.ThrowUnlessEqual($"Page {i} is present:", (raw & Present) != 0, traits.HasFlag(PageTraits.Present));
            WrongFigureException.ThrowUnlessEqual($"Page {i} is on swap:", (raw & (Present | Swapped | Guard)) == Swapped, traits.HasFlag(PageTraits.Swapped));
            var isPlain = (raw & Present) != 0 && (raw & 1UL << 60) == 0;
            WrongFigureException.ThrowUnlessEqual($"Page {i} is exclusive:", isPlain && (raw & Exclusive) != 0, traits.HasFlag(PageTraits.Exclusive));
            WrongFigureException.ThrowUnlessEqual($"Page {i} is of a file:", isPlain && (raw & File) != 0, traits.HasFlag(PageTraits.FileOrShared));
            WrongFigureException.ThrowUnlessEqual($"The frame of page {i}", (raw & Present) != 0 && (raw & Frame) != 0 ? raw & Frame : null, entries[i].PageFrameNumber);
            _ = (entries[i].SwapType, entries[i].SwapOffset, map.FrameOf(100 + (ulong)i));
        }

        WrongFigureException.ThrowUnlessEqual("The pages of all spans", map.Spans.Sum(span => (long)span.Count), Enumerable.Range(0, entries.Length)
            .LongCount(page => map[100 + (ulong)page] != PageTraits.None));
        WrongFigureException.ThrowUnlessEqual("No page of a map and itself is copied:", 0, PageChanges.Between(map, map, map).Count(PageChange.Copied));
    }

    private static IReadOnlyList<byte[]> Records =>
    [
        [
            .. Record(9, 2, 0x401000, 7 | 8L << 32, 1234, 0x7000, 3, User, 0x401000, 0x402000),
            .. Record(9, 1, 0xffff_8000_0000_0000, 7, 1, 0x7000, 4, Kernel, 0xffff_8000_0000_0000, User, 0x402000),
            .. Record(7, 0, 20 | 10L << 32, 21 | 10L << 32, 99), .. Record(4, 0, 20, 20, 99),
            .. Record(10, 0, 20 | 21L << 32, 0x7000, 0x2000, 0, 0, 0, 0, 3 | 2L << 32, 0x5d706165685b, 20 | 21L << 32, 99),
            .. Record(3, 1 << 13, 20 | 20L << 32, 0x6873, 20 | 20L << 32, 99), .. Record(2, 0, 1, 5),
        ],
    ];

    /// <summary>Record by record, each as long as it says, as from a ring.</summary>
    private static void ReadRecords(byte[] bytes)
    {
        var stacks = new CallStacks();
        // A ring is aligned.
        Span<ulong> ring = new ulong[bytes.Length / 8 + 1];
        var rest = MemoryMarshal.AsBytes(ring)[..bytes.Length];
        bytes.CopyTo(rest);
        while (rest.Length >= 8)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest[6..]) / 8 * 8;
            if (length == 0) return;
            var record = rest[..Math.Min(length, rest.Length)];
            var read = PerfRecord.Parse(record);
            if (read.Kind == PerfRecordKind.Fault)
            {
                WrongFigureException.ThrowUnlessEqual("The address", BinaryPrimitives.ReadUInt64LittleEndian(record[32..]), read.Address);
                if (read.Callers.Length > record.Length / 8) throw new WrongFigureException("It has more callers than words.");
                if (!read.Callers.IsEmpty) _ = stacks[stacks.NumberOf(read.Callers)];
            }

            rest = rest[record.Length..];
        }
    }

    private static IReadOnlyList<byte[]> PerfMaps =>
        Corpus.Of("7f0000001000 20 py::main:/app/my file.py\n0x7f0000001010 8 LazyCompile:~f /x.js:1\r\n7f0000001000 40 again\n7f0000003000 10 last\nnonsense\n");

    /// <summary>The name at an address is that of the last line that covers it.</summary>
    private static void ReadPerfMap(byte[] bytes)
    {
        var names = PerfMapFile.Names(bytes);
        var entries = PerfMap.Parse(bytes).ToList();
        foreach (var entry in entries.Where(entry => entry.Size > 0))
        {
            var name = names.At(entry.Start);
            if (name is not null && !entries.Exists(one => one.Name == name && entry.Start - one.Start < one.Size))
                throw new WrongFigureException($"{entry.Start:x} is called {name}, whose line does not cover it.");
        }
    }

    // A small one that every Linux has is not the same on any two: this one is made here. Head, one loaded segment, a table of two symbols, their names.
    private static byte[] Library
    {
        get
        {
            byte[] names = [0, .. "first\0second\0"u8];
            byte[] symbols = [.. new byte[24], .. Symbol(1, 0x1000, 16), .. Symbol(7, 0x1010, 16)];
            byte[] note = [4, 0, 0, 0, 8, 0, 0, 0, 3, 0, 0, 0, .. "GNU\0"u8, 1, 2, 3, 4, 5, 6, 7, 8];
            byte[] unwind = [1, 0x1b, 3, 0x3b, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 16, 0, 0, 0, 9, 0, 0, 0];
            var (programs, at) = (64, 64 + 2 * 56);
            var (symbolsAt, namesAt, noteAt, unwindAt) = (at, at + symbols.Length, at + symbols.Length + 16, at + symbols.Length + 48);
            var sections = unwindAt + 32;
            byte[] head = [0x7f, .. "ELF"u8, 2, 1, 1, .. new byte[9], 3,
                0, 62, 0, 1, 0, 0, 0, .. new byte[8], .. Words((ulong)programs, (ulong)sections), 0, 0, 0, 0, 64, 0, 56, 0, 2, 0, 64, 0, 4, 0, 0, 0];
            var bytes = new byte[sections + 4 * 64];
            Put(0, head);
            Put(programs, [1, 0, 0, 0, 5, 0, 0, 0, .. Words(0, 0x1000, 0x1000, 0x1000, 0x1000, 0x1000)]);
            Put(programs + 56, [0x50, 0xe5, 0x74, 0x64, 4, 0, 0, 0, .. Words((ulong)unwindAt, 0x1000, 0x1000, (ulong)unwind.Length, 0, 0)]);
            Put(symbolsAt, symbols);
            Put(namesAt, names);
            Put(noteAt, note);
            Put(unwindAt, unwind);
            Put(sections + 64, Section(2, symbolsAt, symbols.Length, 2));
            Put(sections + 128, Section(3, namesAt, names.Length, 0));
            Put(sections + 192, Section(7, noteAt, note.Length, 0));
            return bytes;

            void Put(int where, byte[] what) => what.CopyTo(bytes, where);
        }
    }

    private static void ReadLibrary(byte[] bytes)
    {
        using var file = new MemoryFile(bytes);
        var names = ElfFile.ReadFunctions(file.Handle, "/nowhere");
        _ = (names.At(0), names.At(16), names.StartOf(16));
    }

    private static byte[] Symbol(uint name, ulong address, ulong size) => [.. BitConverter.GetBytes(name), 2, 0, 1, 0, .. Words(address, size)];

    private static byte[] Section(uint type, int at, int size, uint link) =>
        [0, 0, 0, 0, .. BitConverter.GetBytes(type), .. new byte[16], .. Words((ulong)at, (ulong)size), .. BitConverter.GetBytes(link), .. new byte[20]];

    private static byte[] Record(uint type, ushort misc, params ulong[] words) =>
        [.. BitConverter.GetBytes(type), .. BitConverter.GetBytes(misc), .. BitConverter.GetBytes((ushort)(8 + (8 * words.Length))), .. Words(words)];

    private static byte[] Words(params ulong[] words) => MemoryMarshal.AsBytes(words.AsSpan()).ToArray();
}
