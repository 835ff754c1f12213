using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CowNotebooks.Sizing.Layout;
using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Walking;

/// <summary>What a walk has counted: objects and bytes by type, the largest arrays, the pages of objects that lie on more than one.</summary>
internal unsafe struct WalkCounts
{
    private static readonly nuint PageBytes = (nuint)Environment.SystemPageSize;

    private TypeNotes _types;
    private ArrayNotes _largest;
    private readonly SparseBits _crossed;

    public WalkCounts(Arena arena, object?[] samples, SizeOptions options)
    {
        _types = new TypeNotes(arena, samples, options.IncludeRuntimeOwned);
        _largest = new ArrayNotes(arena, options.LargestArrays);
        _crossed = new SparseBits(arena, PageSet.UserAddressBits - PageSet.PageShift);
    }

    [UnscopedRef]
    public readonly ref readonly TypeNotes Types => ref _types;

    [UnscopedRef]
    public readonly ref readonly ArrayNotes Largest => ref _largest;

    [UnscopedRef]
    public readonly ref readonly SparseBits Crossed => ref _crossed;

    /// <summary>Whether an object lies on more than one page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool CrossesPage(nuint address, nuint bytes) => ((address - ObjectLayout.BytesBefore) & (PageBytes - 1)) + bytes > PageBytes;

    /// <summary>Notes both pages of an object that lies on two, without a call; false when it lies on more, or there is no room for their bits yet.</summary>
    /// <param name="crossed">The directory of <see cref="Crossed"/>.</param>
    /// <param name="address">The object's.</param>
    /// <param name="bytes">Its size.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAddPages(ulong** crossed, nuint address, nuint bytes)
    {
        var first = (address - ObjectLayout.BytesBefore) / PageBytes;
        if (bytes > PageBytes) return false;
        var (one, other) = ((nuint)SparseBits.Word(crossed, first), (nuint)SparseBits.Word(crossed, first + 1));
        if (one == 0 || other == 0) return false;
        *(ulong*)one |= 1UL << (int)(first & 63);
        *(ulong*)other |= 1UL << (int)((first + 1) & 63);
        return true;
    }

    /// <summary>The note on the type of an object; null when there is no room for another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TypeNote* NoteOf(object obj) => _types.Find(ObjectLayout.TypeOf(obj).MethodTable, obj);

    /// <summary>Counts an object.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(TypeNote* note, object obj)
    {
        note->Objects++;
        if (note->ComponentSize != 0) CountVariable(note, obj);
        else if (CrossesPage(ObjectLayout.Address(obj), note->FixedBytes)) AddPages(ObjectLayout.Address(obj), note->FixedBytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountVariable(TypeNote* note, object obj)
    {
        var length = ObjectLayout.Length(obj);
        var bytes = ObjectLayout.Bytes(note->BaseSize, note->ComponentSize, length);
        note->VariableBytes += bytes;
        if (note->IsArray && bytes > _largest.Floor) _largest.Add(new ArrayNote(bytes, length, note->Index));
        if (CrossesPage(ObjectLayout.Address(obj), (nuint)bytes)) AddPages(ObjectLayout.Address(obj), (nuint)bytes);
    }

    /// <summary>Notes every page of an object that lies on more than one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddPages(nuint address, nuint bytes)
    {
        var first = address - ObjectLayout.BytesBefore;
        for (var page = first >> PageSet.PageShift; page <= (first + bytes - 1) >> PageSet.PageShift; page++) _crossed.Add(page);
    }
}
