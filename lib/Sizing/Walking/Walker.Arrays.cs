using System.Runtime.CompilerServices;
using CowNotebooks.Sizing.Layout;

namespace CowNotebooks.Sizing.Walking;

internal sealed unsafe partial class Walker
{
    /// <summary>Goes on with the array on top of the stack until it is done or the queue is full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FollowArray(object array)
    {
        var frame = _arrays.Top;
        var note = _counts.NoteOf(array);
        var done = note->Shape == Shape.References ? FollowReferences(array, note, frame) : FollowStructs(array, note, frame);
        // What the queue could not take lies above the array, which then stays until that is gone.
        if (!done || frame->Position != _stack.Top - 1) return;
        _stack.Pop();
        _arrays.Remove();
    }

    /// <summary>
    /// Goes on with an array of references; true when it is done. Elements without references are counted at once. At the first other one
    /// all the rest is visited before anything is followed: then its elements are followed in the order in which they lie in the array, most often that
    /// of their addresses too, and not in the order in which they lead to each other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool FollowReferences(object array, TypeNote* note, ArrayFrames.Frame* frame)
    {
        // A struct of nothing but references is as many elements as it has references.
        var count = (nint)ObjectLayout.Length(array) * (nint)(note->ComponentSize / sizeof(nint));
        ref var first = ref ObjectLayout.Slot(array, GCDesc.Series(note->MethodTable, 0, 0).Offset);
        if (frame->Marked == 0 && CountLeaves(ref first, frame, count, ref note)) return true;
        while (_result == WalkResult.Done && !_stack.IsQueueFull)
        {
            var obj = InnerLoops.CountNodes(_visited.Directory, Crossed.Directory, ref first, frame, count, note, out var slot);
            if (obj is null) return true;
            if (slot == InnerLoops.NotCounted)
            {
                note = _counts.NoteOf(obj);
                if (note == null) return Fail(WalkResult.TypesFull);
                if (note->IsSimpleFields || note->Shape == Shape.Leaf) Count(note, obj);
                else _stack.Enqueue(obj);
                if (!note->IsSimpleFields) continue;
                slot = 0;
            }
            for (; slot < note->FirstReferences; slot++)
            {
                if (Visit(ref ObjectLayout.Slot(obj, note->FirstOffset + (slot * sizeof(nint)))) is { } found) _stack.Enqueue(found);
            }
        }
        return false;
    }

    /// <summary>Counts elements without references; false when there is another one, and then all the rest is visited.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool CountLeaves(ref object? first, ArrayFrames.Frame* frame, nint count, ref TypeNote* note)
    {
        for (; ; frame->Index++)
        {
            var number = note->ComponentSize == 0
                ? InnerLoops.CountLeaves<InnerLoops.Fixed>(_visited.Directory, Crossed.Directory, _start, ref first, frame, count, note)
                : InnerLoops.CountLeaves<InnerLoops.Varying>(_visited.Directory, Crossed.Directory, _start, ref first, frame, count, note);
            if (frame->Index == count) return true;
            // Of another type, on more than one page, or without room for its bit.
            if (Unsafe.Add(ref first, frame->Index) is not { } obj || _visited.Contains(number)) continue;
            note = _counts.NoteOf(obj);
            if (note == null) return Fail(WalkResult.TypesFull);
            if (note->Shape != Shape.Leaf)
            {
                VisitRest(ref first, frame, count);
                return false;
            }
            if (_visited.Add(number)) Count(note, obj);
            else return Fail(WalkResult.NotesFull);
        }
    }

    private bool Fail(WalkResult result)
    {
        _result = result;
        return false;
    }

    /// <summary>Visits all elements from one on.</summary>
    private void VisitRest(ref object? first, ArrayFrames.Frame* frame, nint count)
    {
        frame->First = frame->Marked = frame->Index;
        if (!_arrays.HasRoom(count)) _result = WalkResult.NotesFull;
        while (_result == WalkResult.Done && frame->Marked < count)
        {
            var number = InnerLoops.VisitElements(_visited.Directory, _start, ref first, frame, count);
            if (number != 0 && !_visited.MakeRoom(number)) _result = WalkResult.NotesFull;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool FollowStructs(object array, TypeNote* note, ArrayFrames.Frame* frame)
    {
        nint count = (nint)ObjectLayout.Length(array);
        var items = -GCDesc.Count(note->MethodTable);
        var offset = GCDesc.FirstElement(note->MethodTable) + (frame->Index * (nint)note->ComponentSize);
        for (; frame->Index < count && !_stack.IsQueueFull; frame->Index++)
        {
            for (nint item = 0; item < items; item++)
            {
                var (references, skip) = GCDesc.Item(note->MethodTable, item);
                for (; references > 0; references--, offset += sizeof(nint))
                {
                    if (Visit(ref ObjectLayout.Slot(array, offset)) is { } found) _stack.Enqueue(found);
                }
                offset += (nint)skip;
            }
        }
        return frame->Index >= count;
    }
}
