using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using CowNotebooks.Sizing.Layout;
using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Walking;

internal sealed unsafe partial class Walker
{
    /// <summary>Counts and follows objects of one type, one after the other, and gives the first that is of another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private object? SimpleFields(object first, TypeNote* note)
    {
        nint offset = note->FirstOffset, references = note->FirstReferences;
        object? current = first;
        do
        {
            _tally.Count(note, current);
            object? next = null;
            nint slot = 0;
            if (_waiting.Queued == 0)
            {
                var link = new Link { Current = current };
                Chain(ref link, note);
                (current, next, slot) = (link.Current, link.Next, link.Slot);
            }
            for (; slot < references; slot++)
            {
                if (Meet(ref ObjectLayout.Slot(current, offset + (slot * sizeof(nint)))) is not { } met) continue;
                if (next is not null) _waiting.Enqueue(next);
                next = met;
            }
            // A chain never waits: with nothing else to do, the one object met is followed at once.
            if (_waiting.Queued != 0 || next is null)
            {
                if (next is not null) _waiting.Enqueue(next);
                next = Next();
            }
            current = next;
        }
        while (current is not null && ObjectLayout.TypeOf(current).MethodTable == note->MethodTable);
        return current;
    }

    /// <summary>Counts and follows objects while each leads to one new object, of the same type and within one page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Chain(ref Link link, TypeNote* note)
    {
        nuint type = note->MethodTable, bytes = note->FixedBytes;
        nint offset = note->FirstOffset;
        var references = note->FirstReferences;
        var current = link.Current;
        object? next = null;
        long objects = 0;
        var cursor = new BitCursor(_met.Directory, _start);
        int left;
        while (true)
        {
            nuint address = 0;
            ref var slot = ref ObjectLayout.Slot(current, offset);
            for (left = references; left > 0; left--, slot = ref Unsafe.Add(ref slot, 1))
            {
                var to = Unsafe.As<object?, nuint>(ref slot);
                if (to == 0) continue;
                if (!cursor.GoTo(to >> GranuleShift)) break;
                if (cursor.Has(to >> GranuleShift) != 0) continue;
                if (address != 0) break;
                address = to;
                next = slot;
                cursor.Set(to >> GranuleShift);
                if (Sse.IsSupported) Sse.Prefetch0((void*)to);
            }
            if (left != 0 || next is null || ObjectLayout.TypeOf(next).MethodTable != type || Tally.Crosses(address, bytes)) break;
            objects++;
            current = next;
            next = null;
        }
        cursor.Flush();
        note->Objects += objects;
        link.Current = current;
        link.Next = next;
        link.Slot = references - left;
    }

    /// <summary>An object that was counted, what it led to so far, and its first slot that was not looked at.</summary>
    private ref struct Link
    {
        public object Current;
        public object? Next;
        public nint Slot;
    }
}
