using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using CowNotebooks.Sizing.Layout;
using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Walking;

/// <summary>
/// Walks a graph. Objects that wait are in managed variables, where the collector keeps the references right;
/// what has been met is one bit for each 8 bytes of address, in native memory. The bits are only as true as the addresses, so a walk
/// counts for nothing if a collection came between its first and its last step. It allocates nothing and writes to no object.
/// </summary>
/// <remarks>
/// An object is met (its bit is set, its memory asked for), waits in a short queue while that memory comes from afar, and is then
/// counted and followed. What the queue cannot take waits on the stack.
/// </remarks>
internal sealed unsafe class Walker
{
    /// <summary>Objects begin at multiples of 8.</summary>
    public const int GranuleShift = 3;

    // The elements of an array are met this many at a time, so that the stack stays short.
    private const int Batch = 64;

    // How many elements before its turn the memory of an object is asked for.
    private const int Ahead = 12;

    // Waits to be counted and followed; else an array of which the elements up to this were met.
    private const nint Whole = -1;

    private readonly object?[] _stack;
    private readonly nint* _resume;
    private readonly int _pageShift = PageSet.PageShift;
    private readonly SparseBits _met;
    private readonly SparseBits _crossed;
    private TypeNotes _types;
    private ArrayNotes _largest;
    private Queue _queue;
    private int _oldest;
    private int _queued;
    private int _top;
    private Outcome _outcome;

    public Walker(Arena arena, Scratch scratch, SizeOptions options)
    {
        _stack = scratch.Stack;
        _resume = (nint*)arena.TakeOrThrow((nuint)(_stack.Length * sizeof(nint)));
        _types = new TypeNotes(arena, scratch.Samples, options.IncludeRuntimeOwned);
        _largest = new ArrayNotes(arena, options.LargestArrays);
        _met = new SparseBits(arena, PageSet.UserAddressBits - GranuleShift);
        _crossed = new SparseBits(arena, PageSet.UserAddressBits - _pageShift);
    }

    public ref readonly TypeNotes Types => ref _types;

    public ref readonly ArrayNotes Largest => ref _largest;

    /// <summary>A bit for each object, at its address divided by 8.</summary>
    public ref readonly SparseBits Met => ref _met;

    /// <summary>The pages of objects that lie on more than one.</summary>
    public ref readonly SparseBits Crossed => ref _crossed;

    /// <summary>Counts all that can be reached from the root. The root is followed even when it is runtime-owned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Outcome Walk(object root)
    {
        _met.Add(ObjectLayout.Address(root) >> GranuleShift);
        for (var current = root; current is not null && _outcome == Outcome.Done;)
        {
            var note = _types.Find(ObjectLayout.TypeOf(current).MethodTable, current);
            if (note == null)
            {
                _outcome = Outcome.TypesFull;
                break;
            }
            if (note->IsSimpleFields) current = SimpleFields(current, note);
            else
            {
                if (Count(note, current, ObjectLayout.Address(current), ReferenceEquals(current, root))) Other(current, note);
                current = Next();
            }
        }
        if (_met.Full || _crossed.Full) _outcome = Outcome.NotesFull;
        Array.Clear(_stack, 0, _top);
        return _outcome;
    }

    /// <summary>Counts and follows objects of one type, one after the other, and gives the first that is of another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private object? SimpleFields(object current, TypeNote* note)
    {
        var directory = _met.Directory;
        var type = note->MethodTable;
        nuint bytes = note->FixedBytes, inPage = (nuint)1 << _pageShift;
        var address = ObjectLayout.Address(current);
        object? next;
        long objects = 0;
        do
        {
            objects++;
            if (((address - ObjectLayout.BytesBefore) & (inPage - 1)) + bytes > inPage) Cross(address, bytes);
            next = null;
            ref var slot = ref ObjectLayout.Slot(current, note->FirstOffset);
            ref var end = ref Unsafe.Add(ref slot, note->FirstReferences);
            do
            {
                var to = Unsafe.As<object?, nuint>(ref slot);
                if (to != 0 && _met.Add(directory, to >> GranuleShift))
                {
                    if (Sse.IsSupported) Sse.Prefetch0((void*)to);
                    if (next is not null) Enqueue(next);
                    // Read again, as a reference. Another thread may have written the slot meanwhile; then the graph has no one answer, but no read goes astray.
                    next = slot;
                    address = to;
                }
                slot = ref Unsafe.Add(ref slot, 1);
            }
            while (Unsafe.IsAddressLessThan(ref slot, ref end));
            // A chain never waits: with nothing else to do, the one object met is followed at once.
            if (_queued != 0 || next is null)
            {
                if (next is not null) Enqueue(next);
                next = Next();
                if (next is null) break;
                address = ObjectLayout.Address(next);
            }
            current = next;
        }
        while (ObjectLayout.TypeOf(current).MethodTable == type);
        note->Objects += objects;
        return next;
    }

    /// <summary>Follows an object that was counted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Other(object obj, TypeNote* note)
    {
        if (note->Shape == Shape.Leaf) return;
        if (note->Shape != Shape.Fields)
        {
            Push(obj, 0);
            return;
        }
        for (nint run = 0; run < note->Runs; run++)
        {
            var (offset, references) = ReferenceMap.Run(note->MethodTable, run, (nint)note->BaseSize);
            for (; references > 0; references--, offset += sizeof(nint))
            {
                if (Meet(ref ObjectLayout.Slot(obj, offset)) is { } met) Enqueue(met);
            }
        }
    }

    /// <summary>The object that has waited longest; null when none waits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private object? Next()
    {
        while (_queued < Queue.Length && _top > 0 && _outcome == Outcome.Done)
        {
            var waiting = _stack[_top - 1]!;
            var resume = _resume[_top - 1];
            if (resume != Whole && Elements(waiting, resume)) continue;
            _stack[--_top] = null;
            if (resume != Whole) continue;
            if (Sse.IsSupported) Sse.Prefetch0((void*)ObjectLayout.Address(waiting));
            Enqueue(waiting);
        }
        if (_queued == 0) return null;
        var oldest = _queue[_oldest]!;
        _oldest = (_oldest + 1) % Queue.Length;
        _queued--;
        return oldest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Enqueue(object obj)
    {
        if (_queued < Queue.Length) _queue[(_oldest + _queued++) % Queue.Length] = obj;
        else Push(obj, Whole);
    }

    /// <summary>Goes on with the array on top of the stack; false when it was done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Elements(object array, nint index)
    {
        nint count = (nint)ObjectLayout.Length(array);
        if (index >= count) return false;
        var note = _types.Find(ObjectLayout.TypeOf(array).MethodTable, array);
        var frame = _top - 1;
        _resume[frame] = note->Shape == Shape.References ? References(array, note, index, count) : Structs(array, note, index, count);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private nint References(object array, TypeNote* note, nint index, nint count)
    {
        var directory = _met.Directory;
        var enough = _top + Batch;
        ref var slot = ref ObjectLayout.Slot(array, ReferenceMap.Run(note->MethodTable, 0, 0).Offset + (index * sizeof(nint)));
        // What leads nowhere is counted here and now: the slots told early enough what to ask for.
        nuint leafType = 0, leafBytes = 0, component = 0, inPage = (nuint)1 << _pageShift;
        long leaves = 0, variable = 0;
        for (; index < count; index++, slot = ref Unsafe.Add(ref slot, 1))
        {
            if (Sse.IsSupported && index + Ahead < count) Sse.Prefetch0((void*)Unsafe.As<object?, nuint>(ref Unsafe.Add(ref slot, Ahead)));
            var address = Unsafe.As<object?, nuint>(ref slot);
            if (address == 0 || !_met.Add(directory, address >> GranuleShift)) continue;
            var obj = slot;
            if (obj is null) continue;
            if (ObjectLayout.TypeOf(obj).MethodTable == leafType)
            {
                leaves++;
                var bytes = leafBytes;
                if (component != 0)
                {
                    bytes = ((component * ObjectLayout.Length(obj)) + leafBytes + 7) & ~(nuint)7;
                    variable += (long)bytes;
                }
                if (((address - ObjectLayout.BytesBefore) & (inPage - 1)) + bytes > inPage) Cross(address, bytes);
                continue;
            }
            note->Objects += leaves;
            note->VariableBytes += variable;
            leaves = variable = 0;
            note = Element(obj, address);
            if (note == null || _top >= enough || _outcome != Outcome.Done) return index + 1;
            leafType = note->IsSimpleLeaf ? note->MethodTable : 0;
            leafBytes = note->ComponentSize == 0 ? note->FixedBytes : note->BaseSize;
            component = note->ComponentSize;
        }
        note->Objects += leaves;
        note->VariableBytes += variable;
        return index;
    }

    /// <summary>Counts an element that leads nowhere, and puts any other on the stack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private TypeNote* Element(object obj, nuint address)
    {
        var note = _types.Find(ObjectLayout.TypeOf(obj).MethodTable, obj);
        if (note == null) _outcome = Outcome.TypesFull;
        else if (note->Shape == Shape.Leaf) Count(note, obj, address, isRoot: false);
        else Push(obj, Whole);
        return note;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private nint Structs(object array, TypeNote* note, nint index, nint count)
    {
        var enough = _top + Batch;
        var items = -ReferenceMap.Count(note->MethodTable);
        var offset = ReferenceMap.FirstElement(note->MethodTable) + (index * (nint)note->ComponentSize);
        for (; index < count && _top < enough; index++)
        {
            for (nint item = 0; item < items; item++)
            {
                var (references, skip) = ReferenceMap.Item(note->MethodTable, item);
                for (; references > 0; references--, offset += sizeof(nint))
                {
                    if (Meet(ref ObjectLayout.Slot(array, offset)) is { } met) Push(met, Whole);
                }
                offset += (nint)skip;
            }
        }
        return index;
    }

    /// <summary>The object in the slot if it was not met before, and asks for its memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private object? Meet(ref object? slot)
    {
        var address = Unsafe.As<object?, nuint>(ref slot);
        if (address == 0 || !_met.Add(address >> GranuleShift)) return null;
        if (Sse.IsSupported) Sse.Prefetch0((void*)address);
        // Read again, as a reference. Another thread may have written the slot meanwhile; then the graph has no one answer, but no read goes astray.
        return slot;
    }

    /// <summary>Counts an object; false when it is runtime-owned, and then not met after all.</summary>
    private bool Count(TypeNote* note, object obj, nuint address, bool isRoot)
    {
        if (note->IsRuntimeOwned && !isRoot)
        {
            note->WasStoppedAt = true;
            _met.Remove(address >> GranuleShift);
            return false;
        }
        note->Objects++;
        long bytes = note->FixedBytes;
        if (note->ComponentSize != 0)
        {
            var length = ObjectLayout.Length(obj);
            bytes = ObjectLayout.Bytes(note->BaseSize, note->ComponentSize, length);
            note->VariableBytes += bytes;
            if (note->IsArray && bytes > _largest.Floor) _largest.Add(new ArrayNote(bytes, length, note->Index));
        }
        if (((address - ObjectLayout.BytesBefore) & (((nuint)1 << _pageShift) - 1)) + (nuint)bytes > (nuint)1 << _pageShift) Cross(address, (nuint)bytes);
        return true;
    }

    /// <summary>Notes every page of an object that lies on more than one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cross(nuint address, nuint bytes)
    {
        var first = address - ObjectLayout.BytesBefore;
        for (var page = first >> _pageShift; page <= (first + bytes - 1) >> _pageShift; page++) _crossed.Add(page);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Push(object obj, nint resume)
    {
        if (_top == _stack.Length)
        {
            _outcome = Outcome.StackFull;
            return;
        }
        _resume[_top] = resume;
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_stack), _top++) = obj;
    }

    [InlineArray(Length)]
    private struct Queue
    {
        public const int Length = 16;
        private object? _first;
    }
}
