using System.Runtime.CompilerServices;

namespace CowNotebooks.Procfs.Text;

/// <summary>The counters of one mapping or of one rollup while they are read: a slot for each field, null until its line came.</summary>
internal struct SmapsCounters
{
    private const int Count = 22;
    private Slots _slots;
    private int _next;

    /// <summary>Takes the line when it is a counter; false when the name is no counter's.</summary>
    public bool TryTake(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, in LineReader line)
    {
        // The kernel writes the fields in one order, so the slot after the last one is nearly always the right one.
        for (var step = 0; step < Count; step++)
        {
            var index = (_next + step) % Count;
            if (!name.SequenceEqual(Name(index))) continue;
            if (_slots[index] is not null) throw line.Malformed("comes a second time");
            _slots[index] = line.Bytes(value);
            _next = index + 1;
            return true;
        }

        return false;
    }

    /// <summary>The counters as a value, or the error that says which field is missing.</summary>
    public readonly SmapsRollup ToRollup(ProcSource source, UnknownFields unknown) => new()
    {
        Rss = Required(0, source),
        Pss = Required(1, source),
        PssDirty = _slots[2],
        PssAnon = _slots[3],
        PssFile = _slots[4],
        PssShmem = _slots[5],
        SharedClean = Required(6, source),
        SharedDirty = Required(7, source),
        PrivateClean = Required(8, source),
        PrivateDirty = Required(9, source),
        Referenced = Required(10, source),
        Anonymous = Required(11, source),
        Ksm = _slots[12],
        LazyFree = _slots[13],
        AnonHugePages = Required(14, source),
        ShmemPmdMapped = _slots[15],
        FilePmdMapped = _slots[16],
        SharedHugetlb = _slots[17],
        PrivateHugetlb = _slots[18],
        Swap = Required(19, source),
        SwapPss = _slots[20],
        Locked = _slots[21],
        UnknownFields = unknown,
    };

    private readonly long Required(int index, ProcSource source) =>
        _slots[index] ?? throw new ProcTruncatedException(source, $"lacks the field {System.Text.Encoding.UTF8.GetString(Name(index))}");

    /// <summary>The kernel's names in the kernel's order (fs/proc/task_mmu.c, __show_smap).</summary>
    private static ReadOnlySpan<byte> Name(int index) => index switch
    {
        0 => "Rss"u8,
        1 => "Pss"u8,
        2 => "Pss_Dirty"u8,
        3 => "Pss_Anon"u8,
        4 => "Pss_File"u8,
        5 => "Pss_Shmem"u8,
        6 => "Shared_Clean"u8,
        7 => "Shared_Dirty"u8,
        8 => "Private_Clean"u8,
        9 => "Private_Dirty"u8,
        10 => "Referenced"u8,
        11 => "Anonymous"u8,
        12 => "KSM"u8,
        13 => "LazyFree"u8,
        14 => "AnonHugePages"u8,
        15 => "ShmemPmdMapped"u8,
        16 => "FilePmdMapped"u8,
        17 => "Shared_Hugetlb"u8,
        18 => "Private_Hugetlb"u8,
        19 => "Swap"u8,
        20 => "SwapPss"u8,
        _ => "Locked"u8,
    };

    [InlineArray(Count)]
    private struct Slots
    {
        private long? _first;
    }
}
