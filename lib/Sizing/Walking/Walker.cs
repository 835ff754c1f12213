using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using CowNotebooks.Sizing.Layout;
using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Walking;

/// <summary>
/// Walks a graph. The objects still to be followed are in managed variables, where the collector keeps the references right;
/// the visited ones are one bit for each 8 bytes of address, in native memory. The bits are only as true as the addresses, so a walk
/// counts for nothing if a collection came between its first and its last step. It allocates nothing and writes to no object.
/// </summary>
/// <remarks>
/// An object is visited (its bit is set) and put into the prefetch queue; when it comes out, it is counted and its references are followed. The kinds of
/// objects that are most of what there is have a loop each that makes no call, see <see cref="InnerLoops"/>.
/// </remarks>
internal sealed unsafe partial class Walker
{
    /// <summary>Objects begin at multiples of 8.</summary>
    public const int GranuleShift = 3;

    private readonly SparseBits _visited;
    private WalkCounts _counts;
    private MarkStack _stack;
    private ArrayFrames _arrays;
    private WalkResult _result;

    // Where cursors begin. A number, and not an object's address: there is room for its bit even after a collection has moved every object.
    private nuint _start;

    public Walker(Arena arena, WalkBuffers buffers, SizeOptions options)
    {
        _stack = new MarkStack(buffers.Stack);
        _counts = new WalkCounts(arena, buffers.Samples, options);
        _arrays = new ArrayFrames(arena, arena.Bytes / 16);
        _visited = new SparseBits(arena, PageSet.UserAddressBits - GranuleShift);
    }

    public ref readonly TypeNotes Types => ref _counts.Types;

    public ref readonly ArrayNotes Largest => ref _counts.Largest;

    /// <summary>A bit for each object, at its address divided by 8.</summary>
    public ref readonly SparseBits Visited => ref _visited;

    /// <summary>The pages of objects that lie on more than one.</summary>
    public ref readonly SparseBits Crossed => ref _counts.Crossed;

    /// <summary>Counts all that can be reached from the root. The root is followed even when it is runtime-owned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public WalkResult Walk(object root)
    {
        _start = ObjectLayout.Address(root) >> GranuleShift;
        if (!_visited.Add(_start)) return WalkResult.NotesFull;
        for (var current = root; current is not null && _result == WalkResult.Done;)
        {
            var note = _counts.NoteOf(current);
            if (note == null) _result = WalkResult.TypesFull;
            else if (note->IsSimpleFields) current = FollowChains(current, note);
            else
            {
                if (Count(note, current, ReferenceEquals(current, root))) Follow(current, note);
                current = Next();
            }
        }
        if (_stack.Overflowed) _result = WalkResult.StackFull;
        if (_visited.Full || Crossed.Full) _result = WalkResult.NotesFull;
        _stack.Clear();
        return _result;
    }

    /// <summary>Counts an object; false when it is runtime-owned, and then not visited after all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Count(TypeNote* note, object obj, bool isRoot = false)
    {
        if (note->IsRuntimeOwned && !isRoot)
        {
            note->WasStoppedAt = true;
            _visited.Remove(ObjectLayout.Address(obj) >> GranuleShift);
            return false;
        }
        _counts.Count(note, obj);
        return true;
    }

    /// <summary>Follows an object that was counted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Follow(object obj, TypeNote* note)
    {
        if (note->Shape == Shape.Leaf) return;
        if (note->Shape != Shape.Fields)
        {
            if (!_arrays.Add(_stack.Top)) _result = WalkResult.NotesFull;
            _stack.Push(obj);
            return;
        }
        for (nint series = 0; series < note->Series; series++)
        {
            var (offset, references) = GCDesc.Series(note->MethodTable, series, (nint)note->BaseSize);
            for (; references > 0; references--, offset += sizeof(nint))
            {
                if (Visit(ref ObjectLayout.Slot(obj, offset)) is { } found) _stack.Enqueue(found);
            }
        }
    }

    /// <summary>The next object to follow; null when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private object? Next()
    {
        if (_stack.IsLow) Refill();
        return _stack.Dequeue();
    }

    /// <summary>Fills the prefetch queue from the mark stack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Refill()
    {
        while (!_stack.IsQueueFull && _stack.Top > 0 && _result == WalkResult.Done && !_stack.Overflowed)
        {
            if (_arrays.Top->Position == _stack.Top - 1) FollowArray(_stack.Newest);
            else _stack.QueueNewest();
        }
    }

    /// <summary>The object in the slot if it was not visited before; prefetches it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private object? Visit(ref object? slot)
    {
        var address = Unsafe.As<object?, nuint>(ref slot);
        if (address == 0 || !_visited.Add(address >> GranuleShift)) return null;
        if (Sse.IsSupported) Sse.Prefetch0((void*)address);
        // Read again, as a reference. Another thread may have written the slot meanwhile; then the graph has no one answer, but no read goes astray.
        return slot;
    }
}
