using System.Runtime.CompilerServices;
using CowNotebooks.Sizing.Layout;
using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Walking;

/// <summary>
/// The types seen so far: an open-addressed table from MethodTable to note. One object of each type is kept as a sample, which
/// keeps a collectible type loaded until its name has been read.
/// </summary>
internal unsafe struct TypeNotes
{
    private static readonly nuint StringType = (nuint)typeof(string).TypeHandle.Value;

    private readonly object?[] _samples;
    private readonly TypeNote* _notes;
    private readonly int* _slots;
    private readonly int _slotShift;
    private readonly nuint* _owned;
    private readonly int _ownedCount;

    public TypeNotes(Arena arena, object?[] samples, bool includeRuntimeOwned)
    {
        _samples = samples;
        _notes = (TypeNote*)arena.TakeOrThrow((nuint)(samples.Length * sizeof(TypeNote)));
        // At most half of the slots are used.
        var slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)samples.Length * 2);
        _slotShift = 64 - System.Numerics.BitOperations.Log2((uint)slots);
        _slots = (int*)arena.TakeOrThrow((nuint)(slots * sizeof(int)));
        var owned = includeRuntimeOwned ? [] : RuntimeOwned.MethodTables;
        _owned = (nuint*)arena.TakeOrThrow((nuint)(owned.Length * sizeof(nuint)));
        _ownedCount = owned.Length;
        owned.CopyTo(new Span<nuint>(_owned, owned.Length));
    }

    public int Count { get; private set; }

    public readonly ref TypeNote this[int index] => ref _notes[index];

    public readonly object Sample(int index) => _samples[index]!;

    /// <summary>The note on a type, made if <paramref name="sample"/> is the first object of it; null when there is no room for another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public TypeNote* Find(nuint methodTable, object sample)
    {
        var mask = (1u << (64 - _slotShift)) - 1;
        var slot = (uint)((methodTable * 0x9E3779B97F4A7C15UL) >> _slotShift);
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            var note = _notes + (_slots[slot] - 1);
            if (note->MethodTable == methodTable) return note;
        }
        return Add(slot, methodTable, sample);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private TypeNote* Add(uint slot, nuint methodTable, object sample)
    {
        if (Count == _samples.Length) return null;
        var layout = new TypeLayout(methodTable);
        var note = _notes + Count;
        note->MethodTable = methodTable;
        note->BaseSize = layout.BaseSize;
        note->ComponentSize = layout.ComponentSize;
        note->Index = Count;
        note->IsArray = note->ComponentSize != 0 && methodTable != StringType;
        note->IsRuntimeOwned = layout.IsOneOf(new ReadOnlySpan<nuint>(_owned, _ownedCount));
        note->Shape = !layout.HasReferences ? Shape.Leaf
            : GCDesc.Count(methodTable) < 0 ? Shape.Structs
            : note->IsArray ? Shape.References
            : Shape.Fields;
        note->FixedBytes = (uint)ObjectLayout.Bytes(note->BaseSize, 0, 0);
        note->IsSimpleLeaf = note->Shape == Shape.Leaf && !note->IsRuntimeOwned && !note->IsArray;
        if (note->Shape == Shape.Fields)
        {
            var (offset, references) = GCDesc.Series(methodTable, 0, (nint)note->BaseSize);
            note->Series = (int)GCDesc.Count(methodTable);
            note->FirstOffset = (int)offset;
            note->FirstReferences = (int)references;
            note->IsSimpleFields = note->Series == 1 && !note->IsRuntimeOwned;
        }
        _samples[Count] = sample;
        _slots[slot] = ++Count;
        return note;
    }
}
