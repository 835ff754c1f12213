using System.Runtime.CompilerServices;
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
/// An object is met (its bit is set), waits while its memory comes from afar, and is then counted and followed. Three kinds of objects, which are
/// most of what there is, have a tight loop each: a chain of objects, array elements that lead nowhere, array elements that lead to what is
/// met. Such a loop makes no call, since a loop with a call in it, even one that is never made, keeps its variables in memory: it stops at whatever is not
/// its business and leaves that to its caller.
/// </remarks>
internal sealed unsafe partial class Walker
{
    /// <summary>Objects begin at multiples of 8.</summary>
    public const int GranuleShift = 3;

    private readonly SparseBits _met;
    private Tally _tally;
    private Waiting _waiting;
    private ArrayFrames _arrays;
    private Outcome _outcome;

    // Where cursors begin. A number, and not an object's address: there is room for its bit even after a collection has moved every object.
    private nuint _start;

    public Walker(Arena arena, Scratch scratch, SizeOptions options)
    {
        _waiting = new Waiting(scratch.Stack);
        _tally = new Tally(arena, scratch.Samples, options);
        _arrays = new ArrayFrames(arena, arena.Bytes / 16);
        _met = new SparseBits(arena, PageSet.UserAddressBits - GranuleShift);
    }

    public ref readonly TypeNotes Types => ref _tally.Types;

    public ref readonly ArrayNotes Largest => ref _tally.Largest;

    /// <summary>A bit for each object, at its address divided by 8.</summary>
    public ref readonly SparseBits Met => ref _met;

    /// <summary>The pages of objects that lie on more than one.</summary>
    public ref readonly SparseBits Crossed => ref _tally.Crossed;

    /// <summary>Counts all that can be reached from the root. The root is followed even when it is runtime-owned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Outcome Walk(object root)
    {
        _start = ObjectLayout.Address(root) >> GranuleShift;
        if (!_met.Add(_start)) return Outcome.NotesFull;
        for (var current = root; current is not null && _outcome == Outcome.Done;)
        {
            var note = _tally.NoteOf(current);
            if (note == null) _outcome = Outcome.TypesFull;
            else if (note->IsSimpleFields) current = SimpleFields(current, note);
            else
            {
                if (Count(note, current, ReferenceEquals(current, root))) Follow(current, note);
                current = Next();
            }
        }
        if (_waiting.Overflowed) _outcome = Outcome.StackFull;
        if (_met.Full || Crossed.Full) _outcome = Outcome.NotesFull;
        _waiting.Clear();
        return _outcome;
    }

    /// <summary>Counts an object; false when it is runtime-owned, and then not met after all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Count(TypeNote* note, object obj, bool isRoot = false)
    {
        if (note->IsRuntimeOwned && !isRoot)
        {
            note->WasStoppedAt = true;
            _met.Remove(ObjectLayout.Address(obj) >> GranuleShift);
            return false;
        }
        _tally.Count(note, obj);
        return true;
    }

    /// <summary>Follows an object that was counted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Follow(object obj, TypeNote* note)
    {
        if (note->Shape == Shape.Leaf) return;
        if (note->Shape != Shape.Fields)
        {
            if (!_arrays.Add(_waiting.Top)) _outcome = Outcome.NotesFull;
            _waiting.Push(obj);
            return;
        }
        for (nint run = 0; run < note->Runs; run++)
        {
            var (offset, references) = ReferenceMap.Run(note->MethodTable, run, (nint)note->BaseSize);
            for (; references > 0; references--, offset += sizeof(nint))
            {
                if (Meet(ref ObjectLayout.Slot(obj, offset)) is { } met) _waiting.Enqueue(met);
            }
        }
    }

    /// <summary>The object that has waited longest; null when none waits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private object? Next()
    {
        if (_waiting.IsLow) Refill();
        return _waiting.Dequeue();
    }

    /// <summary>Fills the queue from the stack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Refill()
    {
        while (!_waiting.IsQueueFull && _waiting.Top > 0 && _outcome == Outcome.Done && !_waiting.Overflowed)
        {
            if (_arrays.Top->Position == _waiting.Top - 1) Elements(_waiting.Newest);
            else _waiting.QueueNewest();
        }
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
}
