using System.Runtime.CompilerServices;
using CowNotebooks.Sizing.Layout;

namespace CowNotebooks.Sizing.Walking;

internal sealed unsafe partial class Walker
{
    /// <summary>Goes on with the array on top of the stack until it is done or the queue is full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Elements(object array)
    {
        var frame = _arrays.Top;
        var note = _tally.NoteOf(array);
        var done = note->Shape == Shape.References ? References(array, note, frame) : Structs(array, note, frame);
        // What the queue could not take lies above the array, which then stays until that is gone.
        if (!done || frame->Position != _waiting.Top - 1) return;
        _waiting.Pop();
        _arrays.Remove();
    }

    /// <summary>
    /// Goes on with an array of references; true when it is done. Elements that lead nowhere are counted at once. At the first other one
    /// all the rest is met before anything is followed: then its elements are followed in the order in which they lie in the array, most often that
    /// of their addresses too, and not in the order in which they lead to each other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool References(object array, TypeNote* note, ArrayFrames.Frame* frame)
    {
        // A struct of nothing but references is as many elements as it has references.
        var count = (nint)ObjectLayout.Length(array) * (nint)(note->ComponentSize / sizeof(nint));
        ref var first = ref ObjectLayout.Slot(array, ReferenceMap.Run(note->MethodTable, 0, 0).Offset);
        if (frame->Marked == 0 && LeadNowhere(ref first, frame, count, ref note)) return true;
        while (_outcome == Outcome.Done && !_waiting.IsQueueFull)
        {
            var obj = Nodes(ref first, frame, count, note, out var slot);
            if (obj is null) return true;
            if (slot == NotCounted)
            {
                note = _tally.NoteOf(obj);
                if (note == null) return Fail(Outcome.TypesFull);
                if (note->IsSimpleFields || note->Shape == Shape.Leaf) Count(note, obj);
                else _waiting.Enqueue(obj);
                if (!note->IsSimpleFields) continue;
                slot = 0;
            }
            for (; slot < note->FirstReferences; slot++)
            {
                if (Meet(ref ObjectLayout.Slot(obj, note->FirstOffset + (slot * sizeof(nint)))) is { } met) _waiting.Enqueue(met);
            }
        }
        return false;
    }

    /// <summary>Counts elements that lead nowhere; false when there is another one, and then all the rest is met.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool LeadNowhere(ref object? first, ArrayFrames.Frame* frame, nint count, ref TypeNote* note)
    {
        for (; ; frame->Index++)
        {
            var number = Leaves(ref first, frame, count, note);
            if (frame->Index == count) return true;
            // Of another type, on more than one page, or without room for its bit.
            if (Unsafe.Add(ref first, frame->Index) is not { } obj || _met.Contains(number)) continue;
            note = _tally.NoteOf(obj);
            if (note == null) return Fail(Outcome.TypesFull);
            if (note->Shape != Shape.Leaf)
            {
                MarkRest(ref first, frame, count);
                return false;
            }
            if (_met.Add(number)) Count(note, obj);
            else return Fail(Outcome.NotesFull);
        }
    }

    private bool Fail(Outcome outcome)
    {
        _outcome = outcome;
        return false;
    }

    /// <summary>Meets all elements from one on.</summary>
    private void MarkRest(ref object? first, ArrayFrames.Frame* frame, nint count)
    {
        frame->First = frame->Marked = frame->Index;
        if (!_arrays.HasRoom(count)) _outcome = Outcome.NotesFull;
        while (_outcome == Outcome.Done && frame->Marked < count)
        {
            var number = Mark(ref first, frame, count);
            if (number != 0 && !_met.MakeRoom(number)) _outcome = Outcome.NotesFull;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Structs(object array, TypeNote* note, ArrayFrames.Frame* frame)
    {
        nint count = (nint)ObjectLayout.Length(array);
        var items = -ReferenceMap.Count(note->MethodTable);
        var offset = ReferenceMap.FirstElement(note->MethodTable) + (frame->Index * (nint)note->ComponentSize);
        for (; frame->Index < count && !_waiting.IsQueueFull; frame->Index++)
        {
            for (nint item = 0; item < items; item++)
            {
                var (references, skip) = ReferenceMap.Item(note->MethodTable, item);
                for (; references > 0; references--, offset += sizeof(nint))
                {
                    if (Meet(ref ObjectLayout.Slot(array, offset)) is { } met) _waiting.Enqueue(met);
                }
                offset += (nint)skip;
            }
        }
        return frame->Index >= count;
    }
}
