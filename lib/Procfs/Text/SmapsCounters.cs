using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CowNotebooks.Procfs.Text;

/// <summary>The counters of one mapping or of one rollup while they are read: a slot for each field, null until its line is read.</summary>
internal struct SmapsCounters
{
    private const int Count = 22;
    private const int KeyBytes = 16, NumberBytes = 8, LineBytes = 28;
    private const int Rss = 0, Pss = 1, PssDirty = 2, SharedClean = 6, PrivateDirty = 9, LazyFree = 13, ShmemPmdMapped = 15, SharedHugetlb = 17, Swap = 19, Locked = 21;
    private Slots _slots;
    private int _next;

    /// <summary>
    /// Takes the next lines as long as each is, byte for byte, what Linux writes next: a key of 16 bytes, a number padded to 8, " kB" and a newline. That is
    /// nearly all there is to read. Whatever else comes is left to <see cref="TryTake"/>.
    /// </summary>
    /// <returns>How many it took.</returns>
    public int TakeInOrder(ref LineReader lines)
    {
        var text = lines.Rest;
        var taken = 0;
        for (; _next < Count && text.Length >= LineBytes; _next++, taken++)
        {
            if (_slots[_next] is not null || Vector128.Create(text[..KeyBytes]) != Vector128.Create(Key(_next)) || !text[(KeyBytes + NumberBytes)..].StartsWith(" kB\n"u8)) break;
            if (!Digits.TryPadded(text[KeyBytes..], out var kilobytes)) break;
            _slots[_next] = kilobytes * 1024;
            text = text[LineBytes..];
        }

        lines.Skip(taken, taken * LineBytes);
        return taken;
    }

    /// <summary>
    /// Takes the line when it is a counter; false when its name is not a counter's, or its value is malformed in a counter that is not part of USS,
    /// PSS, RSS or Swap.
    /// </summary>
    /// <exception cref="ProcMalformedException">A counter appears twice, or one that is part of USS, PSS, RSS or Swap is malformed.</exception>
    public bool TryTake(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, in LineReader line)
    {
        // The kernel writes the fields in a fixed order, so the slot after the last one is nearly always the right one.
        for (var step = 0; step < Count; step++)
        {
            var index = (_next + step) % Count;
            if (!IsName(name, index)) continue;
            if (_slots[index] is not null) throw line.Malformed("comes a second time");
            _slots[index] = IsVital(index) ? line.Bytes(value) : LineReader.TryBytes(value);
            if (_slots[index] is null) return false;
            _next = index + 1;
            return true;
        }

        return false;
    }

    /// <summary>
    /// True when Linux would have written more: the order of fields is fixed and none was ever removed, so a mapping with Shared_Hugetlb (since 4.4) or
    /// a newer field also has Swap and Locked, which follow it.
    /// </summary>
    public readonly bool EndsTooEarly => _slots[Swap] is null && _slots[Locked] is null && (_slots[SharedHugetlb] ?? _slots[PssDirty] ?? _slots[LazyFree] ?? _slots[ShmemPmdMapped]) is not null;

    /// <summary>The counters as a value.</summary>
    public readonly SmapsRollup ToRollup(UnknownFields unknown) => new()
    {
        Rss = _slots[0],
        Pss = _slots[1],
        PssDirty = _slots[2],
        PssAnon = _slots[3],
        PssFile = _slots[4],
        PssShmem = _slots[5],
        SharedClean = _slots[6],
        SharedDirty = _slots[7],
        PrivateClean = _slots[8],
        PrivateDirty = _slots[9],
        Referenced = _slots[10],
        Anonymous = _slots[11],
        Ksm = _slots[12],
        LazyFree = _slots[13],
        AnonHugePages = _slots[14],
        ShmemPmdMapped = _slots[15],
        FilePmdMapped = _slots[16],
        SharedHugetlb = _slots[17],
        PrivateHugetlb = _slots[18],
        Swap = _slots[19],
        SwapPss = _slots[20],
        Locked = _slots[21],
        UnknownFields = unknown,
    };

    /// <summary>The parts of USS, PSS, RSS and Swap: a malformed value in one is an error, never a missing figure.</summary>
    private static bool IsVital(int index) => index is Rss or Pss or Swap or (>= SharedClean and <= PrivateDirty);

    private static bool IsName(ReadOnlySpan<byte> name, int index) =>
        name.Length < KeyBytes && Key(index)[name.Length] == ':' && Key(index).StartsWith(name);

    private static ReadOnlySpan<byte> Key(int index) => Keys.Slice(index * KeyBytes, KeyBytes);

    /// <summary>The kernel's names in the kernel's order, as it pads them (fs/proc/task_mmu.c, __show_smap).</summary>
    private static ReadOnlySpan<byte> Keys =>
        "Rss:            Pss:            Pss_Dirty:      Pss_Anon:       "u8 +
        "Pss_File:       Pss_Shmem:      Shared_Clean:   Shared_Dirty:   "u8 +
        "Private_Clean:  Private_Dirty:  Referenced:     Anonymous:      "u8 +
        "KSM:            LazyFree:       AnonHugePages:  ShmemPmdMapped: "u8 +
        "FilePmdMapped:  Shared_Hugetlb: Private_Hugetlb:Swap:           "u8 +
        "SwapPss:        Locked:         "u8;

    [InlineArray(Count)]
    private struct Slots
    {
        private long? _first;
    }
}
